# A login with Signet. gem install openid_connect sinatra rackup puma
# Reference: https://github.com/nov/openid_connect and https://github.com/nov/rack-oauth2
require 'openid_connect'
require 'securerandom'
require 'sinatra'

issuer = ENV.fetch('SIGNET_ISSUER', 'http://localhost:4000')
client_id = ENV.fetch('CLIENT_ID')
redirect_uri = ENV.fetch('REDIRECT_URI', 'http://127.0.0.1:4567/callback')
key = OpenSSL::PKey.read(File.read('key.pem'))
# The library looks for https alone; the development house speaks http.
SWD.url_builder = URI(issuer).instance_of?(URI::HTTP) ? URI::HTTP : URI::HTTPS
provider = OpenIDConnect::Discovery::Provider::Config.discover!(issuer)

# The address of the callback has the code in it, and codes are in no log.
disable :logging
set :sessions, same_site: :lax, secret: SecureRandom.hex(64)

client = lambda do
  OpenIDConnect::Client.new(
    identifier: client_id,
    private_key: key,
    redirect_uri: redirect_uri,
    authorization_endpoint: provider.authorization_endpoint,
    token_endpoint: provider.token_endpoint,
    userinfo_endpoint: provider.userinfo_endpoint
  )
end

get '/' do
  content_type :json if session[:person]
  session[:person] || '<form method="post" action="/sign-in"><button>Sign in with Signet</button></form>'
end

post '/sign-in' do
  session[:state] = SecureRandom.urlsafe_base64(32)
  session[:nonce] = SecureRandom.urlsafe_base64(32)
  session[:verifier] = SecureRandom.urlsafe_base64(48)
  redirect client.call.authorization_uri(
    scope: %w[openid email profile:name],
    acr_values: 'urn:acr.login.gov:verified',
    state: session[:state],
    nonce: session[:nonce],
    code_challenge: Base64.urlsafe_encode64(Digest::SHA256.digest(session[:verifier]), padding: false),
    code_challenge_method: 'S256'
  )
end

get '/callback' do
  halt 400, 'not started here' unless params[:state] && params[:state] == session.delete(:state)
  halt 400, 'another issuer' unless params[:iss] == provider.issuer
  # `access_denied`: the person said no. What came is no page.
  halt 403, { 'content-type' => 'text/plain' }, params[:error] if params[:error]

  here = client.call
  here.authorization_code = params[:code]
  token = here.access_token!(client_auth_method: :jwt_bearer, code_verifier: session.delete(:verifier))
  id_token = OpenIDConnect::ResponseObject::IdToken.decode(token.id_token, provider.jwks)
  id_token.verify!(issuer: provider.issuer, client_id: client_id, nonce: session.delete(:nonce))
  person = token.userinfo!
  halt 502, 'userinfo is about somebody else' unless person.sub == id_token.sub
  session[:person] = person.raw_attributes.to_json
  redirect '/'
end
