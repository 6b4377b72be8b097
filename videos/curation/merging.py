"""Two entries for one channel become one: nothing that belongs to either, and no word of a curator, is lost."""

from django.utils import timezone

from asmr_catalog.folding import fold_name
from creators.models import Creator, CreatorStatus, CreatorTrace
from videos.curation.credentials import take_over_confirmation
from videos.curation.editing import list_recognised_by_creator
from videos.curation.history import acting
from videos.curation.takedowns import forget_texts
from videos.models import ActionKind

Kind = CreatorTrace.Kind
# Filled from the other entry where they are empty or unknown.
# That a channel was confirmed is never taken over: it was said of the other's channel.
_FILLED = ("source_name", "curator_name", "handle", "source_url", "curator_url", "is_asmr_creator", "boilerplate")
_TEXTS = ("approach", "credentials")
_EMPTY = (None, "", [])


def merge_duplicates(creator: Creator, other: Creator, *, user=None) -> Creator:
    """Make one entry of two for the same channel; returns the one that stays, read anew. The other is deleted.

    The one with the site's id stays, of two without an id `creator`. It gets the other's videos, names, slugs, traces,
    listings and items of runs, links, tags and defaults, its place in collections, and what a curator wrote of the
    other wherever it has nothing itself; both texts on approach and credentials are kept, and a confirmed credential
    where the text that it was said of stands alone. One taken down stays so, and takes the other along; one followed is
    followed. The address of the other's page leads to its page. Raises ValueError for one entry alone, two sites or two
    ids.
    """
    with acting(user, ActionKind.MERGE, "") as recorder:
        stays, goes = _lock_both(creator, other)
        recorder.summary, recorder.is_undoable = f"{goes} became one entry with {stays}", False
        recorder.note(creator=stays, before={"entries": [stays.slug, goes.slug]}, after={"entries": [stays.slug]})
        names = {goes.shown_name, stays.shown_name}
        _fill(stays, goes)
        stays.save()
        _move(stays, goes)
        _keep_names(stays, goes, names)
        _keep_traces(stays, goes)
        if stays.status == CreatorStatus.REMOVED:
            forget_texts(stays.videos.values_list("pk", flat=True))
        goes.delete()
        stays.former_slugs.create(slug=goes.slug)
        if stays.is_asmr_creator:
            list_recognised_by_creator(stays, user=user)
    stays.refresh_from_db()
    return stays


def _lock_both(creator: Creator, other: Creator) -> tuple[Creator, Creator]:
    """The entry that stays, then the one that goes, as they are in the database now."""
    both = Creator.objects.select_for_update().order_by("pk").in_bulk({creator.pk, other.pk})
    if len(both) != 2:
        raise ValueError("two entries of the catalog are needed")
    stays, goes = both[creator.pk], both[other.pk]
    if stays.site != goes.site:
        raise ValueError(f"{stays} is on {stays.site}, {goes} on {goes.site}: these are two channels")
    if stays.site_id and goes.site_id:
        raise ValueError(f"{stays} and {goes} have ids of their own: these are two channels")
    return (goes, stays) if goes.site_id else (stays, goes)


def _fill(stays: Creator, goes: Creator) -> None:
    for name in _FILLED:
        if getattr(stays, name) in _EMPTY:
            setattr(stays, name, getattr(goes, name))
    for name in _TEXTS:
        own, others = getattr(stays, name), getattr(goes, name)
        if others not in own:
            setattr(stays, name, "\n\n".join(filter(None, [own, others])))
    said_of_it = (entry for entry in (stays, goes) if entry.credential_confirmed_of == stays.credentials)
    take_over_confirmation(stays, next(said_of_it, None))
    stays.languages = list(dict.fromkeys([*stays.languages, *goes.languages]))
    if stays.status == CreatorStatus.UNVERIFIED or goes.status == CreatorStatus.REMOVED:
        stays.status = goes.status
    if goes.is_followed and not stays.is_followed:
        stays.is_followed, stays.sync_due_at = True, goes.sync_due_at
    stays.is_sample = stays.is_sample and goes.is_sample
    stays.curated_at = max(filter(None, [stays.curated_at, goes.curated_at]), default=None)


def _move(stays: Creator, goes: Creator) -> None:
    # Judged by their creator too: the next import judges them anew, and leaves alone what a person decided.
    goes.videos.update(creator=stays, updated_at=timezone.now())
    goes.listings.update(creator=stays)
    goes.run_items.update(creator=stays)
    goes.former_slugs.update(creator=stays)
    goes.channel_checks.update(creator=stays)
    # What both have is there already; of two defaults for one tag that of the entry that stays holds.
    goes.links.exclude(url__in=stays.links.values("url")).update(creator=stays)
    in_our_word = goes.said_tags.filter(source="").values("tag")
    stays.said_tags.exclude(source="").filter(tag__in=in_our_word).delete()
    goes.said_tags.exclude(tag__in=stays.said_tags.values("tag")).update(creator=stays)
    goes.defaults.exclude(tag__in=stays.defaults.values("tag")).update(creator=stays)
    for collection in goes.collections.all():
        collection.creators.add(stays)
    goes.recorded_changes.update(creator=stays)
    goes.reports.update(creator=stays)
    if stays.takedowns.filter(reversed_at=None).exists():
        goes.takedowns.filter(reversed_at=None).update(reversed_at=timezone.now())  # one stands for both
    goes.takedowns.update(creator=stays)


def _keep_names(stays: Creator, goes: Creator, names: set[str]) -> None:
    """Other names of the one that goes, and the name that is not shown any more, become other names of the one that
    stays. A handle or id that only stood in for a name does not."""
    stand_ins = {fold_name(text) for text in (goes.handle, stays.handle, goes.site_id, stays.site_id)}
    known = {fold_name(stays.shown_name), *stays.aliases.values_list("folded_name", flat=True)}
    found = [*goes.aliases.values_list("name", flat=True), *sorted(n for n in names if fold_name(n) not in stand_ins)]
    for name in found:
        if fold_name(name) not in known:
            known.add(fold_name(name))
            stays.aliases.create(name=name)


def _keep_traces(stays: Creator, goes: Creator) -> None:
    """By what the one that goes is or was called on its site, the channel is still found."""
    seen = {(trace.kind, trace.value): (trace.first_seen_at, trace.last_seen_at) for trace in goes.traces.all()}
    called = ((Kind.NAME, goes.source_name), (Kind.HANDLE, goes.handle), (Kind.ADDRESS, goes.source_url))
    called = (*called, (Kind.ADDRESS, goes.curator_url))  # it has no other place where both have one
    own = (stays.source_name, stays.handle, stays.source_url, stays.curator_url)
    for (kind, value), present in zip(called, own, strict=True):
        if value and value != present:
            seen.setdefault((kind, value), (goes.created_at, goes.synced_at or goes.created_at))
    for (kind, value), (first, last) in seen.items():
        trace, is_new = stays.traces.get_or_create(
            kind=kind, value=value, defaults={"first_seen_at": first, "last_seen_at": last}
        )
        if not is_new:
            trace.first_seen_at, trace.last_seen_at = min(first, trace.first_seen_at), max(last, trace.last_seen_at)
            trace.save()
