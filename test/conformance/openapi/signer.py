"""Signs each call as it goes over the wire, by a signer of its own: nothing of forewarm's is in it."""

import hashlib
import json
import zlib
from decimal import Decimal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from requests.auth import AuthBase

# One call in this many goes as it was generated: unsigned, or signed with nonsense.
UNSIGNED_ONE_IN = 16


class Signer(AuthBase):
    """Puts PublicKey and Signature into whatever the request carries: JSON, form or query."""

    def __init__(self, public_key: str, private_key: str) -> None:
        self._public_key = public_key
        self._private_key = private_key

    def __call__(self, request):
        if zlib.crc32(repr((request.url, request.body)).encode()) % UNSIGNED_ONE_IN == 0:
            return request
        if request.body:
            try:
                body = self._signed_body(request.body, request.headers.get("Content-Type", ""))
            except ValueError:
                # Bytes or JSON that nobody can read, on purpose.
                return request
            request.prepare_body(body, None)
        elif request.method == "GET":
            address = urlsplit(request.url)
            request.url = urlunsplit(address._replace(query=self._signed_pairs(address.query)))
        else:
            return request
        request.headers["X-Signed"] = "yes"
        return request

    def _signed_body(self, body, content_type: str):
        text = body.decode() if isinstance(body, bytes) else body
        if not content_type.startswith("application/json"):
            return self._signed_pairs(text)
        parameters = json.loads(text)
        if not isinstance(parameters, dict):
            return body
        parameters["PublicKey"] = self._public_key
        # The numbers as they are written count, not as floats.
        written = json.loads(json.dumps(parameters), parse_float=Decimal)
        return json.dumps({**parameters, "Signature": self._signature(written)}).encode()

    def _signed_pairs(self, text: str) -> str:
        pairs = [pair for pair in parse_qsl(text, keep_blank_values=True) if pair[0] not in ("PublicKey", "Signature")]
        pairs.append(("PublicKey", self._public_key))
        return urlencode([*pairs, ("Signature", self._signature(dict(pairs)))])

    def _signature(self, parameters: dict) -> str:
        return hashlib.sha1((in_order(parameters, but="Signature") + self._private_key).encode()).hexdigest()


def in_order(parameters: dict, but: str | None = None) -> str:
    return "".join(name + text_of(parameters[name]) for name in sorted(parameters) if name != but)


def text_of(value) -> str:
    if isinstance(value, dict):
        return in_order(value)
    if isinstance(value, list):
        return "".join(text_of(element) for element in value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return "0" if value == 0 else format(value.normalize(), "f")
    return str(value)
