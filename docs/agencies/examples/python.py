"""A login with Signet. pip install "authlib>=1.8" flask requests, or Debian's python3-authlib python3-flask python3-requests

Reference: https://docs.authlib.org/en/latest/client/flask.html and .../client/oauth2.html#client-authentication
"""

import logging
import os

from authlib.integrations.flask_client import OAuth
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from flask import Flask, abort, redirect, request, session, url_for

try:
    from joserfc.jwk import ECKey  # whose keys Authlib takes since 1.8; of a PEM it makes an RSA key
except ImportError:
    from authlib.jose import ECKey  # before that, as in Debian 12

ISSUER = os.environ.get("SIGNET_ISSUER", "http://localhost:4000")
# The address of the callback has the code in it, and codes are in no log.
logging.getLogger("werkzeug").addFilter(lambda record: "/callback?" not in record.getMessage())
app = Flask(__name__)
app.secret_key = os.urandom(32)

with open("key.pem", encoding="ascii") as file:
    KEY = ECKey.import_key(file.read())

oauth = OAuth(app)
signet = oauth.register(
    "signet",
    server_metadata_url=f"{ISSUER}/.well-known/openid-configuration",
    client_id=os.environ["CLIENT_ID"],
    client_secret=KEY,
    client_auth_methods=[
        PrivateKeyJWT(f"{ISSUER}/api/openid_connect/token", headers={"kid": "first"}, alg="ES256")
    ],
    client_kwargs={
        "scope": "openid email profile:name",
        "code_challenge_method": "S256",
        "token_endpoint_auth_method": "private_key_jwt",
    },
)


@app.get("/")
def home():
    person = session.get("person")
    return person or '<form method="post" action="/sign-in"><button>Sign in with Signet</button></form>'


@app.post("/sign-in")
def sign_in():
    # state, nonce and the PKCE verifier are made here and kept in the session by Authlib.
    return signet.authorize_redirect(
        url_for("callback", _external=True), acr_values="urn:acr.login.gov:verified"
    )


@app.get("/callback")
def callback():
    # RFC 9207, which Authlib leaves to us: the answer of another provider is not redeemed here.
    if request.args.get("iss") != ISSUER:
        abort(400, "answered by somebody else")
    if "error" in request.args:
        # `access_denied`: the person said no. What came is not shown as it is.
        denied = request.args["error"] == "access_denied"
        abort(403, "You said no." if denied else "The sign-in did not go through.")
    # Checks state, redeems the code, and checks the ID token's signature, issuer, audience, expiry and nonce.
    token = signet.authorize_access_token()
    person = signet.userinfo(token=token)
    if person["sub"] != token["userinfo"]["sub"]:
        raise ValueError("userinfo is about somebody else")
    session["person"] = dict(person)
    return redirect("/")
