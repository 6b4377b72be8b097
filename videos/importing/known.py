"""The rows that a batch of records may mean, read at once; new ones are found among them as if they were stored."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, prefetch_related_objects

from asmr_catalog.folding import fold_name
from creators.models import Creator, CreatorStatus
from videos.importing.records import CreatorRecord, VideoRecord
from videos.models import Video


class Known:
    """Videos, locked until the transaction's end, and creators. One instance stands for a row, whoever names it."""

    def __init__(self, records: Iterable[VideoRecord]):
        """Read what `records` may mean. At most six queries for each site, usually four in all."""
        records = list(records)
        self._creators: dict[int, Creator] = {}
        self._by_id: dict[tuple[str, str], Creator] = {}
        self._by_name: dict[tuple[str, str], dict[int, Creator]] = defaultdict(dict)
        self._taken_down: dict[tuple[str, str], Creator] = {}
        self._videos = self._read_videos(records)
        self._read_creators([record.creator for record in records if record.creator])
        missing = {video.creator_id for video in self._videos.values()} - self._creators.keys() - {None}
        for creator in Creator.objects.filter(pk__in=missing) if missing else ():
            self.add(creator)
        prefetch_related_objects([*self._creators.values()], "defaults")  # videos are judged by them
        for video in self._videos.values():
            video.creator = self._creators.get(video.creator_id)

    def find_video(self, record: VideoRecord) -> Video | None:
        return self._videos.get((record.site, record.site_id))

    def find_creator_by_id(self, record: CreatorRecord) -> Creator | None:
        return self._by_id.get((record.site, record.site_id)) if record.site_id else None

    def find_taken_down(self, record: CreatorRecord) -> Creator | None:
        """One who was taken down when only the channel's handle was known, by that handle."""
        return self._taken_down.get((record.site, _fold_handle(record.handle))) if record.handle else None

    def find_namesakes(self, record: CreatorRecord) -> tuple[list[Creator], list[Creator]]:
        """Those of that site whose shown name is that of `record`, and those whose source name is; oldest first."""
        if not record.name:
            return [], []
        folded = fold_name(record.name)
        shown, source = (self._by_name.get((record.site, name), {}).values() for name in (folded, record.name))
        return (
            sorted((creator for creator in shown if creator.folded_name == folded), key=_age),
            sorted((creator for creator in source if creator.source_name == record.name), key=_age),
        )

    def add(self, creator: Creator) -> None:
        """Let it be found by its id and names, as they are now; an earlier name no longer finds it."""
        if creator.pk:
            self._creators[creator.pk] = creator
        if creator.site_id:
            self._by_id[creator.site, creator.site_id] = creator
        for name in (creator.folded_name, creator.source_name):
            self._by_name[creator.site, name][id(creator)] = creator

    def _read_videos(self, records: list[VideoRecord]) -> dict[tuple[str, str], Video]:
        wanted = defaultdict(set)
        for record in records:
            wanted[record.site].add(record.site_id)
        # Locked until they are saved, so that what a curator writes meanwhile is not written over. SQLite locks as a
        # whole. Always in the same order: two who lock one by one cannot wait for one another.
        there = Video.objects.select_for_update().order_by("pk")
        return {
            (video.site, video.site_id): video
            for site, ids in wanted.items()
            for video in there.filter(site=site, site_id__in=ids)
        }

    def _read_creators(self, records: list[CreatorRecord]) -> None:
        by_site = defaultdict(list)
        for record in records:
            by_site[record.site].append(record)
        for site, here in by_site.items():
            # SQLite uses the partial index only where the query repeats its condition; else it reads every creator.
            ids = {record.site_id for record in here if record.site_id}
            self._read(Creator.objects.filter(site=site, site_id__in=ids).exclude(site_id="") if ids else ())
            names = {record.name for record in here if record.name and not self.find_creator_by_id(record)}
            if names:
                folded = {fold_name(name) for name in names}
                self._read(Creator.objects.filter(Q(folded_name__in=folded) | Q(source_name__in=names), site=site))
            handles = {record.handle for record in here if record.handle}
            if handles:
                self._read_taken_down(site, {_fold_handle(handle) for handle in handles})

    def _read_taken_down(self, site: str, handles: set[str]) -> None:
        down = Creator.objects.filter(site=site, site_id="", status=CreatorStatus.REMOVED).exclude(handle="")
        self._taken_down |= {
            (site, _fold_handle(creator.handle)): creator for creator in down if _fold_handle(creator.handle) in handles
        }

    def _read(self, creators: Iterable[Creator]) -> None:
        for creator in sorted(creators, key=lambda creator: creator.pk):
            if creator.pk not in self._creators:
                self.add(creator)


def _fold_handle(handle: str) -> str:
    return handle.removeprefix("@").casefold()


def _age(creator: Creator) -> float:
    return creator.pk or float("inf")
