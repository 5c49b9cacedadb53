"""Plots as SVG, without a library."""

from collections.abc import Mapping
from html import escape

WIDTH, BAR, GAP, LEFT, RIGHT = 760, 16, 22, 170, 90
COLORS = ("#b3261e", "#5b6770", "#7d8891", "#9fa8af", "#c0c6cb", "#dde1e4")


def bars(groups: Mapping[str, Mapping[str, float]], caption: str) -> str:
    """Groups of horizontal bars with their values; each group has a scale of its own, the first bar is ours."""
    parts, y = [], 34
    for group, values in groups.items():
        most = max(values.values())
        parts.append(f'<text x="8" y="{y + 12}" font-weight="bold">{escape(group)}</text>')
        y += BAR + 4
        for (name, value), color in zip(values.items(), COLORS, strict=False):
            length = (WIDTH - LEFT - RIGHT) * value / most
            parts.append(
                f'<text x="{LEFT - 8}" y="{y + 12}" text-anchor="end">{escape(name)}</text>'
                f'<rect x="{LEFT}" y="{y}" width="{length:.1f}" height="{BAR - 3}" fill="{color}"/>'
                f'<text x="{LEFT + length + 6:.1f}" y="{y + 12}">{value:.0f}</text>'
            )
            y += BAR
        y += GAP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y}" viewBox="0 0 {WIDTH} {y}" '
        'font-family="sans-serif" font-size="12" role="img">'
        f"<title>{escape(caption)}</title>"
        f'<rect width="100%" height="100%" fill="#ffffff"/><text x="8" y="18">{escape(caption)}</text>'
        f"{''.join(parts)}</svg>\n"
    )
