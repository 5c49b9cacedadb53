"""What a site asks of programs (robots.txt), for the pages that no person asked for: articles and older pages of feeds."""

from aggregator.edge import World
from aggregator.edge.robots import Robots
from aggregator.records import Config
from aggregator.stages import fetch


class Manners:
    """Asks a site before its pages are asked, once a day."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._robots: Robots | None = None
        self._agent = ""

    async def allow(self, url: str, config: Config) -> bool:
        """Whether the page at `url` may be fetched; the pace its site asks for is kept from now on."""
        agent = fetch.agent(config.contact)
        if self._robots is None or agent != self._agent:
            self._robots, self._agent = Robots(self._world.send, self._world.now, agent=agent), agent
        if not await self._robots.allowed(url):
            return False
        delay = (await self._robots.rules(url)).delay
        if delay is not None:
            self._world.slow(url, delay)
        return True
