"""Deploy: the same model, run differently."""

from dashboard import deploy_page, family, page

case, settings = page.begin("deploy")
family.draw(
    case,
    settings,
    "deploy",
    "Deploy",
    "The same model, run differently: without the checks of each call, by another runtime, in other batches. An "
    "export is offered only if it answers as the original; single precision may flip labels at rounding, which are "
    "counted below. Where the model itself is what is slow, this is a temporary fix, and the page says so.",
    weigh=deploy_page.weigh,
)
