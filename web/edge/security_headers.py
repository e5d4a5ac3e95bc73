"""What browsers are told never to do with our pages."""

from flask import Flask, Response, request, session
from secure import Secure
from secure.headers import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)

A_YEAR = 365 * 24 * 3600


def install(app: Flask) -> None:
    """Put the headers on every answer. Pages hold no inline script or style, so the policy needs no exception."""
    headers = Secure(
        csp=_content_policy(),
        referrer=ReferrerPolicy().same_origin(),
        xcto=XContentTypeOptions().nosniff(),
        xfo=XFrameOptions().deny(),
        coop=CrossOriginOpenerPolicy().same_origin(),
        permissions=PermissionsPolicy().camera().geolocation().microphone(),
    ).headers
    transport = StrictTransportSecurity().max_age(A_YEAR)

    @app.after_request
    def _harden(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        if request.is_secure:
            response.headers.setdefault(transport.header_name, transport.header_value)
        if request.endpoint != "static":
            # A session cookie means a person: nothing of theirs stays in a shared telephone's cache.
            response.headers.setdefault("Cache-Control", "no-store" if session else "no-cache, private")
        return response


def leave_no_trace(response: Response) -> Response:
    """For pages of which a telephone that others hold must keep nothing: `blueprint.after_request(leave_no_trace)`."""
    response.headers["Cache-Control"] = "no-store"
    return response


def _content_policy() -> ContentSecurityPolicy:
    own = "'self'"
    policy = ContentSecurityPolicy().default_src("'none'").script_src(own).style_src(own).font_src(own)
    policy = policy.img_src(own, "data:").connect_src(own).form_action(own)
    return policy.base_uri("'none'").frame_ancestors("'none'")
