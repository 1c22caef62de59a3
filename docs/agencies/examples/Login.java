// Spring Boot 3 with spring-boot-starter-oauth2-client and spring-boot-starter-web.
// Reference: https://docs.spring.io/spring-security/reference/servlet/oauth2/client/client-authentication.html
//
// application.yaml:
//   spring.security.oauth2.client:
//     registration.signet:
//       client-id: urn:example:agency
//       client-authentication-method: private_key_jwt
//       authorization-grant-type: authorization_code
//       redirect-uri: "{baseUrl}/login/oauth2/code/signet"
//       scope: [openid, email, "profile:name"]
//     provider.signet.issuer-uri: http://localhost:4000

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.client.endpoint.NimbusJwtClientAuthenticationParametersConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.web.SecurityFilterChain;

@Configuration
class Login {
  @Bean
  SecurityFilterChain security(HttpSecurity http, ClientRegistrationRepository clients)
      throws Exception {
    // The private key as a JWK (step 2 of the quick start, with "d"), alg ES256, kid as registered.
    ECKey key = JWK.parse(Files.readString(Path.of("key.jwk.json"))).toECKey();

    var tokens = new RestClientAuthorizationCodeTokenResponseClient();
    tokens.addParametersConverter(
        new NimbusJwtClientAuthenticationParametersConverter<OAuth2AuthorizationCodeGrantRequest>(
            registration -> key));

    // PKCE also for a client that authenticates; Spring adds state and nonce by itself.
    var requests =
        new DefaultOAuth2AuthorizationRequestResolver(clients, "/oauth2/authorization");
    requests.setAuthorizationRequestCustomizer(
        OAuth2AuthorizationRequestCustomizers.withPkce()
            .andThen(
                request ->
                    request.additionalParameters(
                        more -> more.put("acr_values", "urn:acr.login.gov:verified"))));

    return http.authorizeHttpRequests(all -> all.anyRequest().authenticated())
        .oauth2Login(
            login ->
                login
                    .authorizationEndpoint(at -> at.authorizationRequestResolver(requests))
                    .tokenEndpoint(at -> at.accessTokenResponseClient(tokens)))
        .build();
  }
}
