"""What gunicorn reads beside its command line, from the folder it starts in."""


def pre_request(worker: object, request: object) -> None:
    """Log no address at any level: gunicorn's own hook would, and the link to set a password is one."""
