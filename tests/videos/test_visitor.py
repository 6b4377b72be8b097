"""What a request says of its visitor."""

import pytest
from django.http import HttpResponse

from videos import visitor
from videos.browsing.never import NOTHING, NeverList, TooMuchError

TOO_MUCH = "never=" + ",".join(f"t{number}" for number in range(301))


@pytest.fixture
def request_of(rf):
    def make(path="/videos/", cookie=None, **headers):
        request = rf.get(path, headers=headers)
        if cookie is not None:
            request.COOKIES["never"] = cookie
        return request

    return make


class TestNeverOf:
    def test_is_what_the_cookie_keeps_and_the_address_adds(self, request_of):
        request = request_of("/videos/?tag=rain&never=hypnosis", "never=tapping&never-creator=somebody")

        assert visitor.never_of(request) == NeverList(tags=("hypnosis", "tapping"), creators=("somebody",))

    def test_is_nothing_without_either(self, request_of):
        assert visitor.never_of(request_of()) == visitor.never_of(request_of(cookie="")) == NOTHING

    def test_is_nothing_this_once_where_the_address_turns_it_off(self, request_of):
        assert visitor.never_of(request_of("/videos/?never=off", "never=tapping")) == NOTHING

    def test_is_not_turned_off_by_a_link_on_another_site(self, request_of):
        request = request_of("/videos/?never=off", "never=tapping", **{"Sec-Fetch-Site": "cross-site"})

        assert visitor.never_of(request) == NeverList(tags=("tapping",))

    @pytest.mark.parametrize("cookie", ["rubbish", "never=", "never=%20&x=y", TOO_MUCH])
    def test_is_never_nothing_because_the_cookie_cannot_be_read(self, request_of, cookie):
        with pytest.raises(visitor.UnreadableListError):
            visitor.never_of(request_of(cookie=cookie))

    def test_is_never_less_than_the_address_asks(self, request_of):
        with pytest.raises(visitor.UnreadableListError):
            visitor.never_of(request_of(f"/videos/?{TOO_MUCH}"))

    def test_is_not_cut_where_the_cookie_and_the_address_are_too_much_together(self, request_of):
        kept, added = (",".join(f"{letter}{number}" for number in range(200)) for letter in "ab")

        with pytest.raises(visitor.UnreadableListError):
            visitor.never_of(request_of(f"/videos/?never={added}", f"never={kept}"))

    @pytest.mark.parametrize("off", ["off", "OFF", "%20off"])
    def test_is_turned_off_however_it_is_written(self, request_of, off):
        assert visitor.never_of(request_of(f"/videos/?never={off}", "never=tapping")) == NOTHING

    def test_is_not_turned_off_by_the_way(self, request_of):
        request = request_of("/videos/?never=off,hypnosis", "never=tapping")

        assert visitor.never_of(request) == NeverList(tags=("hypnosis", "tapping"))


class TestLastingNeverOf:
    def test_is_the_whole_list_also_where_the_page_shows_everything_once(self, request_of):
        request = request_of("/videos/?never=off", "never=tapping")

        assert visitor.lasting_never_of(request) == NeverList(tags=("tapping",))


class TestQueryOf:
    @pytest.mark.parametrize("query", ["never=雨", "never=%E9%9B%A8"])
    def test_reads_letters_as_they_are_as_well_as_encoded_ones(self, rf, query):
        request = rf.get("/videos/", QUERY_STRING=query.encode().decode("latin-1"))

        assert NeverList.from_query(visitor.query_of(request)) == NeverList(tags=("雨",))

    def test_reads_any_bytes(self, rf):
        assert visitor.query_of(rf.get("/videos/", QUERY_STRING="q=\xff")) == "q=\ufffd"


class TestKeep:
    @pytest.mark.parametrize("is_secure", [True, False])
    def test_is_first_party_out_of_reach_of_scripts_and_lasts_a_year(self, is_secure):
        response = HttpResponse()

        visitor.keep(response, NeverList(tags=("tapping",)), is_secure=is_secure)

        cookie = response.cookies["never"]
        assert (cookie.value, cookie["max-age"], cookie["path"], cookie["domain"]) == (
            "never=tapping",
            31_536_000,
            "/",
            "",
        )
        assert (cookie["httponly"], cookie["samesite"], bool(cookie["secure"])) == (True, "Lax", is_secure)

    def test_of_nothing_takes_the_cookie_away(self):
        response = HttpResponse()

        visitor.keep(response, NOTHING, is_secure=False)

        assert (response.cookies["never"].value, response.cookies["never"]["max-age"]) == ("", 0)

    @pytest.mark.parametrize(("size", "is_kept"), [(4096, True), (4097, False)])
    def test_refuses_what_a_browser_would_drop(self, size, is_kept):
        slugs = [f"{number:03}" + "x" * 95 for number in range(40)]
        text = NeverList(creators=tuple(slugs)).query_string
        last = "y" * (size - len(f'never"{text}%2C"'))
        never, response = NeverList(creators=(*slugs, last)), HttpResponse()

        if is_kept:
            visitor.keep(response, never, is_secure=False)
            assert len("never") + len(response.cookies["never"].coded_value) == size
        else:
            with pytest.raises(TooMuchError):
                visitor.keep(response, never, is_secure=False)


class TestAddresses:
    @pytest.mark.parametrize(
        ("path", "off", "on"),
        [
            ("/videos/?tag=rain&page=2", "?tag=rain&page=2&never=off", "?tag=rain&page=2"),
            ("/videos/?never=off", "?never=off", "?"),
            ("/", "?never=off", "?"),
        ],
    )
    def test_of_the_same_page_with_the_list_turned_off_and_on(self, request_of, path, off, on):
        request = request_of(path)

        assert (visitor.switched(request, off=True), visitor.switched(request, off=False)) == (off, on)

    @pytest.mark.parametrize(
        ("query", "href"),
        [("never=off", "/videos/?tag=a&never=off"), ("never=b", "/videos/?tag=a&never=b"), ("x=y", "/videos/?tag=a")],
    )
    def test_that_are_redirected_to_keep_it(self, request_of, query, href):
        assert visitor.carried(request_of(f"/videos/?{query}"), "/videos/?tag=a") == href
