"""Whatever imports, re-taggings and loadings come in whatever order: what a person decided stays decided."""

from dataclasses import replace
from types import MappingProxyType

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from videos.curation import editing
from videos.curation import vocabulary as curation
from videos.curation.history import acting, undo
from videos.curation.judging import load_judge
from videos.curation.retagging import retag_all
from videos.curation.tags import decide, decide_pairs, forget
from videos.importing.files import FoundInfo
from videos.importing.intake import Import
from videos.models import Action, ActionKind, ListingState, Tag, TagDecision, TaggedVideo, Video
from videos.vocabulary.parser import catalog_vocabulary

IDS = ["aaaaaaaaa01", "aaaaaaaaa02", "aaaaaaaaa03"]
TITLES = [
    "ASMR tapping and whispering",
    "ASMR no talking, no mouth sounds",
    "ASMR ear eating and chewing gum",
    "My CBT day (asmr)",
    "ASMR rain",
    "Rain",
]
SLUGS = ["tapping", "whispered", "mouth-sounds", "chewing-gum", "ear-eating", "cbt", "no-talking", "rain-sounds"]
WORDS = ["present", *(TagDecision.Kind(kind).value for kind in ("rejected", "absent-checked"))]
STATES = [ListingState.LISTED, ListingState.HELD, ListingState.HIDDEN]
FIELDS = {"title": "curator_title", "language": "curator_language"}


class Catalog(RuleBasedStateMachine):
    """A catalog at which programs and people work in turns. `decided`: what a person's word is last, and by which
    action: of pairs (id, slug), of listing states, of fields and of tags' definitions."""

    @initialize()
    def begin(self):
        self.curator = get_user_model().objects.create_superuser("somebody")
        self.decided, self.replaced = {}, {}
        self.bring([(site_id, TITLES[0]) for site_id in IDS])

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    # What programs do.

    @rule(found=st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(TITLES)), min_size=1, max_size=3))
    def bring(self, found):
        infos = [
            {
                "id": site_id,
                "title": title,
                "extractor_key": "Youtube",
                "channel": "Rain",
                "channel_id": "UC" + "a" * 22,
            }
            for site_id, title in found
        ]
        items = [FoundInfo(f"found.jsonl:{line}", info) for line, info in enumerate(infos, start=1)]
        assert {outcome.state for outcome in Import.begin().store_all(items)} <= {"created", "updated", "unchanged"}

    @rule()
    def tag_anew(self):
        list(retag_all(load_judge(), apply=True))

    @rule(
        changes=st.lists(st.sampled_from(["label", "definition", "parents"]), max_size=2), slug=st.sampled_from(SLUGS)
    )
    def load_vocabulary(self, changes, slug):
        vocabulary = catalog_vocabulary()
        values = {"label": f"Another {slug}", "definition": "Said differently.", "parents": ()}
        changed = replace(vocabulary.tags[slug], **{name: values[name] for name in changes})
        curation.load(replace(vocabulary, tags=MappingProxyType({**vocabulary.tags, slug: changed})))

    # What people do.

    @rule(site_id=st.sampled_from(IDS), slug=st.sampled_from(SLUGS), word=st.sampled_from([*WORDS, None]))
    def say(self, site_id, slug, word):
        video, tag = Video.objects.get(site_id=site_id), Tag.objects.get(slug=slug)
        with self.person_acts({(site_id, slug): word}):
            if word is None:
                forget(video, tag, user=self.curator)
            else:
                decide(video, tag, kind=None if word == "present" else word, user=self.curator)

    @rule(slug=st.sampled_from(SLUGS), word=st.sampled_from(WORDS))
    def say_of_all(self, slug, word):
        tag = Tag.objects.get(slug=slug)
        pairs = {(pk, tag.pk): word for pk in Video.objects.values_list("pk", flat=True)}
        said = self.person_acts({(site_id, slug): word for site_id in IDS})
        with said, acting(self.curator, ActionKind.BULK, "all") as recorder:
            decide_pairs(pairs, recorder=recorder)

    @rule(site_id=st.sampled_from(IDS), state=st.sampled_from(STATES))
    def list_or_not(self, site_id, state):
        with self.person_acts({("listing", site_id): state.value}):
            editing.decide_listing(Video.objects.filter(site_id=site_id), state=state, user=self.curator)

    @rule(site_id=st.sampled_from(IDS), name=st.sampled_from([*FIELDS]), text=st.sampled_from(["", "de", "ja"]))
    def write(self, site_id, name, text):
        video = Video.objects.get(site_id=site_id)
        setattr(video, FIELDS[name], text)
        with self.person_acts({(name, site_id): text}):
            editing.save_video(video, changed={FIELDS[name]}, user=self.curator)

    @rule(slug=st.sampled_from(SLUGS), text=st.sampled_from(["One.", "Two."]))
    def define(self, slug, text):
        tag = Tag.objects.get(slug=slug)
        tag.definition = text
        with self.person_acts({("definition", slug): text}):
            editing.save_tag(tag, changed={"definition"}, user=self.curator)

    @precondition(lambda self: self.replaced)
    @rule(data=st.data())
    def take_back(self, data):
        pk = data.draw(st.sampled_from(sorted(self.replaced)))
        before = self.replaced.pop(pk)
        undo(Action.objects.get(pk=pk), user=self.curator)
        for key, earlier in before.items():
            if self.decided.get(key, (None, None))[1] == pk:
                self.decided.pop(key)
                if earlier:
                    self.decided[key] = earlier

    def person_acts(self, words):
        return _PersonActs(self, words)

    @invariant()
    def what_people_decided_stands(self):
        assert {key: self.read(key) for key in self.decided} == {key: word for key, (word, _) in self.decided.items()}

    def read(self, key):
        first, second = key
        match first:
            case "listing":
                return Video.objects.get(site_id=second).listing_state
            case "definition":
                return Tag.objects.get(slug=second).definition
            case "title" | "language":
                return getattr(Video.objects.get(site_id=second), FIELDS[first])
        pair = {"tag__slug": second}
        kinds = TagDecision.objects.filter(video__site_id=first, **pair).values_list("kind", flat=True)
        present = TaggedVideo.objects.filter(content_object__site_id=first, **pair).count()
        return [*kinds, *["present"] * present][0] if present + len(kinds) == 1 else None


class _PersonActs:
    """Notes what a person said within the block, and by which action."""

    def __init__(self, catalog, words):
        self.catalog, self.words = catalog, words

    def __enter__(self):
        self.last = Action.objects.order_by("pk").values_list("pk", flat=True).last() or 0

    def __exit__(self, *error):
        if error[0]:
            return
        decided = self.catalog.decided
        action = Action.objects.filter(pk__gt=self.last).order_by("pk").first()
        if action is None:  # it was so already
            return
        before = {}
        for key, word in self.words.items():
            if decided.get(key, (object(),))[0] == word:  # of many, some were so already
                continue
            before[key] = decided.pop(key, None)
            if word is not None:
                decided[key] = (word, action.pk)
        self.catalog.replaced[action.pk] = before


@pytest.mark.django_db
def test_a_persons_word_is_never_undone_by_a_program():
    run_state_machine_as_test(
        Catalog,
        settings=settings(
            max_examples=20,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        ),
    )
