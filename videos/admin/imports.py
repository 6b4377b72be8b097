"""The desk for imports: asking for one, watching it, stopping it, and trying again what failed."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from creators.models import Creator
from videos.admin import import_pages as pages
from videos.admin.import_form import ImportForm
from videos.importing import queue
from videos.importing.options import RunOptions
from videos.models import ImportRun, ItemState, RunKind, RunState, SiteLimit

FIELDSETS = [
    (None, {"fields": ["addresses"]}),
    ("What to read", {"fields": ["tabs", "newest", "since", "details"]}),
    ("What to show", {"fields": ["list_all"]}),
]
# What one looks for first stands first.
ITEM_STATES = [ItemState.FAILED, ItemState.WAITING, ItemState.CREATED, ItemState.UPDATED, ItemState.UNCHANGED]
ITEM_STATES += [ItemState.SKIPPED, ItemState.LISTED]


class RunList(ChangeList):
    """The runs of one page with what their cells say, asked for once for all of them."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        names, counts = pages.name_runs(self.result_list), pages.count_items_of(self.result_list)
        for run in self.result_list:
            run.request_name, run.item_counts = names[run.pk], counts[run.pk]


@admin.register(ImportRun)
class ImportRunAdmin(admin.ModelAdmin):
    actions = None
    list_display = ["asked_for", "state_word", "outcomes", "started", "duration", "requested_by"]
    list_filter = ["state", "kind"]
    list_select_related = ["requested_by"]
    list_per_page = 50
    show_full_result_count = False
    ordering = ["-pk"]

    def has_delete_permission(self, request, obj=None):
        """A run is the record of what was asked of whom. What is left of its items is cleared away by itself."""
        return False

    def get_changelist(self, request, **options):
        return RunList

    def get_urls(self):
        own = [
            ("<int:run_id>/state/", self.state_view, "state"),
            ("<int:run_id>/cancel/", self.cancel_view, "cancel"),
            ("<int:run_id>/go-on/", require_POST(self.go_on_view), "go_on"),
            ("<int:run_id>/retry/", require_POST(self.retry_view), "retry"),
            ("lift-limit/<int:limit_id>/", require_POST(self.lift_limit_view), "lift_limit"),
        ]
        urls = [
            path(route, self.admin_site.admin_view(view), name=f"videos_importrun_{name}") for route, view, name in own
        ]
        return urls + super().get_urls()

    def changelist_view(self, request, extra_context=None):
        context = {
            "title": "Imports",
            "waits_in_vain": pages.runs_wait_in_vain(),
            "workers": queue.living_workers(),
            "limits": pages.limits_in_force(),
            "can_lift": request.user.is_superuser,
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ImportForm(request.POST or None, initial={"addresses": request.GET.get("addresses", "")})
        if request.method == "POST" and form.is_valid():
            run = queue.request_run(RunKind.ADDRESSES, form.as_options().as_json(), user=request.user)
            LogEntry.objects.log_actions(request.user.pk, [run], ADDITION, [{"added": {}}], single_object=True)
            self.message_user(request, "The import is requested: a worker takes it as soon as one is free.")
            return self._lead_to(request, run)
        context = {
            "title": "Add import",
            "adminform": AdminForm(form, FIELDSETS, {}, model_admin=self),
            "media": self.media + form.media,
        }
        return self._render(request, "add_form.html", context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The run's page. Nothing on it is edited: its buttons have addresses of their own."""
        run = self.get_object(request, unquote(object_id))
        if run is None:
            raise Http404(f"no import {object_id}")
        if not self.has_view_permission(request, run):
            raise PermissionDenied
        state = request.GET.get("state", "")
        state = state if state in ItemState.values else ""
        page = pages.look_at(run)
        wanted = RunOptions.from_json(run.options).creators[: pages.SHOWN_THINGS + 1]
        creators = {creator.pk: creator.shown_name for creator in Creator.objects.filter(pk__in=wanted)}
        asked = pages.describe_request(run, creators=creators)
        items = pages.page_of_items(run, state=state, number=request.GET.get("p", ""))
        context = {
            "title": str(run).capitalize(),
            "subtitle": asked.name,
            "original": run,
            "page": page,
            "asked": asked,
            "items": items,
            "item_pages": items.paginator.get_elided_page_range(items.number),
            "item_states": self._list_item_states(run, page, chosen=state),
            "chosen_state": state,
            "outcomes": [(outcome, page.texts[outcome]) for outcome in pages.OUTCOMES],
            "waits_in_vain": run.state == RunState.REQUESTED and not queue.living_workers(),
            "limits": queue.describe_limits() if run.state in pages.CAN_END else [],
            "can_change": self.has_change_permission(request, run),
        }
        return self._render(request, "run.html", context)

    def state_view(self, request, run_id):
        """What changes on a run's page while one looks at it, as JSON."""
        run = get_object_or_404(ImportRun, pk=run_id)
        if not self.has_view_permission(request, run):
            raise PermissionDenied
        return JsonResponse(pages.look_at(run).as_json())

    def cancel_view(self, request, run_id):
        """Ask once more, for what still waits is given up; then end the run."""
        run = self._find_changeable(request, run_id)
        if request.method != "POST":
            page = pages.look_at(run)
            return self._render(request, "cancel.html", {"title": f"Cancel {run}?", "original": run, "page": page})
        had_ended = run.state not in pages.CAN_END
        queue.cancel(run)
        if had_ended or run.state == RunState.FINISHED:
            self.message_user(request, "This import had ended already; nothing was changed.", messages.WARNING)
        else:
            self._log(request, run, "Cancelled.")
            ends = "is cancelled" if run.state == RunState.CANCELLED else "ends at its next step"
            self.message_user(request, f"The import {ends}. What it has stored stays.", messages.SUCCESS)
        return redirect("admin:videos_importrun_change", run.pk)

    def go_on_view(self, request, run_id):
        run = self._find_changeable(request, run_id)
        if queue.go_on(run):
            self._log(request, run, "Told to go on.")
            self.message_user(request, "A worker goes on with it as soon as one is free.", messages.SUCCESS)
            for limit in queue.describe_limits():
                self.message_user(request, f"Still, {limit}", messages.WARNING)
        else:
            self.message_user(request, "This import is not stopped; nothing was changed.", messages.WARNING)
        return redirect("admin:videos_importrun_change", run.pk)

    def retry_view(self, request, run_id):
        run = self._find_changeable(request, run_id)
        count = queue.retry_failed(run)
        if count:
            self._log(request, run, f"What failed is tried again: {count}.")
            again = f"Tried again as soon as a worker is free: {count:,} that failed."
            self.message_user(request, again, messages.SUCCESS)
        else:
            self.message_user(request, "There is nothing to try again; nothing was changed.", messages.WARNING)
        return redirect("admin:videos_importrun_change", run.pk)

    def lift_limit_view(self, request, limit_id):
        if not request.user.is_superuser:
            raise PermissionDenied
        limit = get_object_or_404(SiteLimit, pk=limit_id)
        LogEntry.objects.log_actions(request.user.pk, [limit], DELETION, "Lifted.", single_object=True)
        limit.delete()
        self.message_user(request, f"{limit.site} may be asked again.", messages.SUCCESS)
        return redirect("admin:videos_importrun_changelist")

    def _lead_to(self, request, run):
        """To the run's page, where they may see it."""
        may_view = self.has_view_permission(request, run)
        return redirect("admin:videos_importrun_change", run.pk) if may_view else redirect("admin:index")

    def _find_changeable(self, request, run_id) -> ImportRun:
        run = get_object_or_404(ImportRun, pk=run_id)
        if not self.has_change_permission(request, run):
            raise PermissionDenied
        return run

    def _list_item_states(self, run, page, *, chosen):
        """(state or "", label, count or None, whether it is chosen); of what there is none of nothing is said."""
        counted = {} if run.kind == RunKind.FILES else page.counts
        states = [ItemState.FAILED, ItemState.SKIPPED] if run.kind == RunKind.FILES else ITEM_STATES
        shown = [state for state in states if page.counts.get(state) or state in (chosen, ItemState.LISTED)]
        links = [(state.value, state.label, counted.get(state)) for state in shown]
        return [(state, label, count, state == chosen) for state, label, count in [("", "all", None), *links]]

    def _log(self, request, run, said):
        LogEntry.objects.log_actions(request.user.pk, [run], CHANGE, said, single_object=True)

    def _render(self, request, name, context):
        request.current_app = self.admin_site.name
        own = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/videos/importrun/{name}", own)

    @admin.display(description="asked for")
    def asked_for(self, run):
        return run.request_name

    @admin.display(description="state", ordering="state")
    def state_word(self, run):
        return format_html('<span class="run-state" data-state="{}">{}</span>', run.state, pages.describe_state(run))

    @admin.display(description="outcome")
    def outcomes(self, run):
        return pages.describe_outcomes(run.item_counts)

    @admin.display(ordering="started_at")
    def started(self, run):
        return "" if run.started_at is None else f"{run.started_at:%-d %b %Y, %H:%M} UTC"

    @admin.display(description="took")
    def duration(self, run):
        return pages.describe_duration(run)
