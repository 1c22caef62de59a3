// A login with Signet, by the JDK (17 or later) and Jackson: com.fasterxml.jackson.core:jackson-databind of Maven Central, or
// Debian's libjackson2-databind-java. No build:
//
//   java -cp '/usr/share/java/*' Login.java

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

class Login {
  static final String ISSUER = env("SIGNET_ISSUER", "http://localhost:4000");
  static final String CLIENT_ID = env("CLIENT_ID", "urn:example:agency");
  static final String ORIGIN = env("ORIGIN", "http://127.0.0.1:3000");
  static final String REDIRECT_URI = ORIGIN + "/callback";
  static final String KEY_ID = env("KEY_ID", "first");
  static final long CLOCK_TOLERANCE = 10;

  static final ObjectMapper JSON = new ObjectMapper();
  static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  static final SecureRandom RANDOM = new SecureRandom();

  /** One browser's journey, by its cookie. A real application has sessions already. */
  record Journey(String state, String nonce, String verifier) {}

  static final Map<String, Journey> journeys = new ConcurrentHashMap<>();
  static PrivateKey key;
  static JsonNode provider;

  /** Something that was not as it must be. Its text is safe to show: it never holds what came. */
  static class Refused extends Exception {
    Refused(String what) {
      super(what);
    }
  }

  public static void main(String[] words) throws Exception {
    key = readKey(Path.of(env("KEY_FILE", "key.pem")));
    provider = getJson(ISSUER + "/.well-known/openid-configuration", null);
    require(ISSUER.equals(provider.path("issuer").asText()), "discovery names another issuer");

    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", URI.create(ORIGIN).getPort()), 0);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext("/", Login::answer);
    server.start();
    System.out.println("open " + ORIGIN);
  }

  static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        var path = exchange.getRequestURI().getPath();
        if (path.equals("/sign-in") && exchange.getRequestMethod().equals("POST")) signIn(exchange);
        else if (path.equals("/callback")) send(exchange, 200, "application/json", comeBack(exchange));
        else
          send(exchange, 200, "text/html",
              "<form method=\"post\" action=\"/sign-in\"><button>Sign in with Signet</button></form>");
      } catch (Refused refused) {
        // `access_denied`: the person said no.
        send(exchange, refused.getMessage().equals("access_denied") ? 200 : 502, "text/plain",
            refused.getMessage());
      } catch (Exception problem) {
        // Never print what came: it may hold a code.
        send(exchange, 502, "text/plain", "the login did not go through");
      }
    }
  }

  static void signIn(HttpExchange exchange) throws Exception {
    var journey = new Journey(random(), random(), random());
    var id = random();
    journeys.put(id, journey);
    var challenge = base64url(sha256(journey.verifier()));
    var headers = exchange.getResponseHeaders();
    headers.add("set-cookie", "journey=" + id + "; HttpOnly; SameSite=Lax; Path=/"
        + (ORIGIN.startsWith("https:") ? "; Secure" : ""));
    headers.add("location", provider.path("authorization_endpoint").asText() + "?" + form(Map.of(
        "client_id", CLIENT_ID,
        "response_type", "code",
        "redirect_uri", REDIRECT_URI,
        "scope", "openid email profile:name",
        "acr_values", "urn:acr.login.gov:verified",
        "state", journey.state(),
        "nonce", journey.nonce(),
        "code_challenge", challenge,
        "code_challenge_method", "S256")));
    exchange.sendResponseHeaders(303, -1);
  }

  /** Checks state and issuer, redeems the code, checks the ID token, and asks who it is. */
  static String comeBack(HttpExchange exchange) throws Exception {
    var answer = parameters(exchange.getRequestURI().getRawQuery());
    var id = cookie(exchange, "journey");
    var journey = id == null ? null : journeys.remove(id);
    require(journey != null, "not started in this browser");
    require(sameText(journey.state(), answer.get("state")), "state is another");
    require(ISSUER.equals(answer.get("iss")), "answered by somebody else"); // RFC 9207
    if (answer.containsKey("error"))
      throw new Refused(answer.get("error").equals("access_denied") ? "access_denied" : "refused");
    require(answer.get("code") != null, "no code");

    var tokens = postForm(provider.path("token_endpoint").asText(), Map.of(
        "grant_type", "authorization_code",
        "code", answer.get("code"), // all of it, the part behind "~" too
        "redirect_uri", REDIRECT_URI,
        "code_verifier", journey.verifier(),
        "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion", assertion()));
    var idToken = verified(tokens.path("id_token").asText(), journey.nonce());
    var person = getJson(provider.path("userinfo_endpoint").asText(), tokens.path("access_token").asText());
    require(person.path("sub").isTextual() && person.path("sub").equals(idToken.path("sub")),
        "userinfo is about somebody else");
    return JSON.writeValueAsString(person);
  }

  /** How this client proves itself (RFC 7523 §2.2): for a minute, and once. */
  static String assertion() throws Exception {
    var now = Instant.now().getEpochSecond();
    var signed = encoded(Map.of("alg", "ES256", "kid", KEY_ID)) + "." + encoded(Map.of(
        "iss", CLIENT_ID,
        "sub", CLIENT_ID,
        "aud", ISSUER,
        "jti", random(),
        "iat", now,
        "exp", now + 60));
    var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(key);
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + base64url(signature.sign());
  }

  /** OpenID Connect Core §3.1.3.7: signature, issuer, audience, expiry and nonce. */
  static JsonNode verified(String token, String nonce) throws Exception {
    var parts = token.split("\\.", -1);
    require(parts.length == 3, "the ID token is none");
    var header = JSON.readTree(decoded(parts[0]));
    // The one algorithm that is registered for this client, whatever the header says.
    require(header.path("alg").asText().equals("RS256"), "signed in another way");
    var signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(signingKey(header.path("kid").asText()));
    signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
    require(signature.verify(decoded(parts[2])), "the signature does not hold");

    var claims = JSON.readTree(decoded(parts[1]));
    var now = Instant.now().getEpochSecond();
    var audience = claims.path("aud");
    require(ISSUER.equals(claims.path("iss").asText()), "issued by somebody else");
    require(CLIENT_ID.equals((audience.isArray() && audience.size() == 1 ? audience.get(0) : audience).asText()),
        "meant for somebody else");
    require(claims.path("exp").asLong(0) > now - CLOCK_TOLERANCE, "expired");
    require(claims.path("iat").isNumber() && claims.path("iat").asLong() < now + CLOCK_TOLERANCE,
        "issued in the future");
    require(sameText(nonce, claims.path("nonce").asText()), "nonce is another");
    return claims;
  }

  /** Fetched at each login: a published key may be taken back. Cache it for minutes, and fetch again for a `kid` that is new. */
  static PublicKey signingKey(String kid) throws Exception {
    for (var jwk : getJson(provider.path("jwks_uri").asText(), null).path("keys")) {
      if (!kid.equals(jwk.path("kid").asText()) || !"RSA".equals(jwk.path("kty").asText())) continue;
      return KeyFactory.getInstance("RSA").generatePublic(
          new RSAPublicKeySpec(number(jwk.path("n")), number(jwk.path("e"))));
    }
    throw new Refused("signed by a key that is not published");
  }

  static BigInteger number(JsonNode base64url) {
    return new BigInteger(1, decoded(base64url.asText()));
  }

  static PrivateKey readKey(Path file) throws IOException, GeneralSecurityException {
    var pem = Files.readString(file, StandardCharsets.US_ASCII);
    if (!pem.startsWith("-----BEGIN PRIVATE KEY-----"))
      throw new GeneralSecurityException(file + " is not PKCS #8: openssl pkcs8 -topk8 -nocrypt -in " + file);
    var der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  static JsonNode getJson(String address, String accessToken) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(10));
    if (accessToken != null) request.header("authorization", "Bearer " + accessToken);
    return json(request.build());
  }

  static JsonNode postForm(String address, Map<String, String> fields) throws Exception {
    return json(HttpRequest.newBuilder(URI.create(address))
        .timeout(Duration.ofSeconds(10))
        .header("content-type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(form(fields)))
        .build());
  }

  static JsonNode json(HttpRequest request) throws Exception {
    var response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    require(response.statusCode() == 200, "Signet answered " + response.statusCode());
    return JSON.readTree(response.body());
  }

  static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  static Map<String, String> parameters(String query) throws Refused {
    var found = new LinkedHashMap<String, String>();
    for (var pair : (query == null ? "" : query).split("&")) {
      var at = pair.indexOf('=');
      if (at < 1) continue;
      var value = URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8);
      require(found.put(pair.substring(0, at), value) == null, "a parameter came twice");
    }
    return found;
  }

  static String cookie(HttpExchange exchange, String name) {
    return exchange.getRequestHeaders().getOrDefault("cookie", List.of()).stream()
        .flatMap(line -> Arrays.stream(line.split("; *")))
        .filter(one -> one.startsWith(name + "="))
        .map(one -> one.substring(name.length() + 1))
        .findFirst()
        .orElse(null);
  }

  static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", type + "; charset=utf-8");
    exchange.getResponseHeaders().set("cache-control", "no-store");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  static String encoded(Map<String, Object> part) throws IOException {
    return base64url(JSON.writeValueAsBytes(part));
  }

  static String random() {
    var bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return base64url(bytes);
  }

  static byte[] sha256(String text) throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
  }

  static String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static byte[] decoded(String base64url) {
    return Base64.getUrlDecoder().decode(base64url);
  }

  static boolean sameText(String expected, String found) {
    return found != null && MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), found.getBytes(StandardCharsets.UTF_8));
  }

  static void require(boolean holds, String otherwise) throws Refused {
    if (!holds) throw new Refused(otherwise);
  }

  static String env(String name, String otherwise) {
    return Objects.requireNonNullElse(System.getenv(name), otherwise);
  }
}
