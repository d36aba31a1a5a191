"""Acts on one file queue: each locks the file's row first, then what hangs on it."""

from faire_ensemble.apps.funding.models import Application, FundingRequest


def locked_application(application_id: int) -> Application:
    """The file, its row locked until the end of the transaction (SQLite locks the whole base)."""
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("call")
        .get(pk=application_id)
    )


def locked_request(request_id: int) -> FundingRequest:
    """A request and its file, both locked, the file first."""
    application_id = FundingRequest.objects.values_list("application_id").get(pk=request_id)[0]
    application = locked_application(application_id)
    request = FundingRequest.objects.select_for_update().get(pk=request_id)
    request.application = application
    return request
