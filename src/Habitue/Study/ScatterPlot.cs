using System.Globalization;
using System.Security;
using System.Text;

namespace Habitue.Study;

/// <summary>
/// A scatter plot as an SVG file of its own: axes from round numbers, a legend, a name at each point, each group's mean as a cross. It follows the
/// viewer's light or dark colours and asks for nothing from outside. For the charts of the report use its charts.js.
/// </summary>
internal sealed record ScatterPlot(string Title, string XTitle, string YTitle)
{
    private const double Width = 640, Height = 420, Left = 72, Right = 24, Top = 84, Bottom = 58;

    private const string Style = """
        text { font: 13px system-ui, sans-serif; fill: #5b6270 } .title { font-size: 17px; font-weight: 600; fill: #1b1e24 } .name { fill: #1b1e24 }
        .paper { fill: #ffffff } .grid { stroke: #e3e4e0 } .axis { stroke: #a9afbd } .g0 { fill: #3b5bdb; stroke: #3b5bdb } .g1 { fill: #d9622b; stroke: #d9622b } .g2 { fill: #1f9a78; stroke: #1f9a78 }
        .mean { fill: none; stroke-width: 2.5 }
        @media (prefers-color-scheme: dark) {
          text { fill: #9ba3b2 } .title, .name { fill: #e8eaef } .paper { fill: #191c23 } .grid { stroke: #2a2e38 } .axis { stroke: #667085 }
          .g0 { fill: #8c9fff; stroke: #8c9fff } .g1 { fill: #ff9a62; stroke: #ff9a62 } .g2 { fill: #55cda6; stroke: #55cda6 } .mean { fill: none }
        }
        """;

    public required IReadOnlyList<ScatterGroup> Groups { get; init; }

    public string ToSvg()
    {
        var points = Groups.SelectMany(group => group.Points).ToArray();
        var (x, y) = (Axis.Of(points.Select(point => point.X)), Axis.Of(points.Select(point => point.Y)));
        double AtX(double value) => Left + ((value - x.From) / (x.To - x.From) * (Width - Left - Right));
        double AtY(double value) => Height - Bottom - ((value - y.From) / (y.To - y.From) * (Height - Top - Bottom));

        var svg = new StringBuilder();
        void Add(FormattableString part) => svg.Append(part.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Add($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}" role="img" aria-labelledby="title desc">""");
        Add($"""<title id="title">{Text(Title)}</title><desc id="desc">{Text(Described())}</desc>""");
        svg.Append("<style>").Append(Style).Append("</style>\n");
        Add($"""<rect class="paper" width="{Width}" height="{Height}" rx="10"/><text class="title" x="{Left}" y="32">{Text(Title)}</text>""");
        foreach (var tick in x.Ticks)
            Add($"""<line class="grid" x1="{AtX(tick):0.#}" y1="{Top}" x2="{AtX(tick):0.#}" y2="{Height - Bottom}"/><text x="{AtX(tick):0.#}" y="{Height - Bottom + 20}" text-anchor="middle">{tick:#,0.##}</text>""");
        foreach (var tick in y.Ticks)
            Add($"""<line class="grid" x1="{Left}" y1="{AtY(tick):0.#}" x2="{Width - Right}" y2="{AtY(tick):0.#}"/><text x="{Left - 10}" y="{AtY(tick) + 4:0.#}" text-anchor="end">{tick:#,0.##}</text>""");
        Add($"""<path class="axis" fill="none" d="M{Left} {Top}V{Height - Bottom}H{Width - Right}"/>""");
        Add($"""<text x="{(Left + Width - Right) / 2}" y="{Height - 14}" text-anchor="middle">{Text(XTitle)}</text><text transform="translate(18 {(Top + Height - Bottom) / 2}) rotate(-90)" text-anchor="middle">{Text(YTitle)}</text>""");
        var legend = Left;
        foreach (var (i, group) in Groups.Index())
        {
            Add($"""<circle class="g{i % 3}" cx="{legend + 6}" cy="56" r="6"/><text x="{legend + 18}" y="60">{Text(group.Name)}</text>""");
            legend += 42 + (group.Name.Length * 7.2);
            foreach (var point in group.Points)
            {
                // A name that would run out on the right stands on the left.
                var turned = AtX(point.X) + 14 + (point.Name.Length * 8) > Width - Right;
                Add($"""<circle class="g{i % 3}" cx="{AtX(point.X):0.#}" cy="{AtY(point.Y):0.#}" r="7"/><text class="name" x="{AtX(point.X) + (turned ? -12 : 12):0.#}" y="{AtY(point.Y) + 4:0.#}" text-anchor="{(turned ? "end" : "start")}">{Text(point.Name)}</text>""");
            }
            if (group.Points.Count == 0) continue;
            var (mx, my) = (AtX(group.Points.Average(point => point.X)), AtY(group.Points.Average(point => point.Y)));
            Add($"""<path class="g{i % 3} mean" d="M{mx - 7:0.#} {my - 7:0.#}l14 14m0 -14l-14 14"/>""");
        }
        Add($"""<text x="{Width - Right}" y="60" text-anchor="end">× mean</text></svg>""");
        return svg.ToString();
    }

    private string Described() => $"{XTitle} against {YTitle}. " + string.Join(" ", Groups.Select(group => $"{group.Name}: {string.Join(", ", group.Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.Name} ({point.X:#,0.##}; {point.Y:#,0.##})")))}."));

    private static string Text(string text) => SecurityElement.Escape(text);

    private sealed record Axis(double From, double To, double Step)
    {
        public IEnumerable<double> Ticks => Enumerable.Range(0, (int)Math.Round((To - From) / Step) + 1).Select(tick => From + (tick * Step));

        /// <summary>Steps of 1, 2 or 5 times a power of ten, about five of them, around all values.</summary>
        public static Axis Of(IEnumerable<double> values)
        {
            var all = values.DefaultIfEmpty(0).ToArray();
            var (least, most) = (all.Min(), all.Max());
            var room = most > least ? most - least : Math.Max(1, Math.Abs(most));
            var rough = room / 4;
            var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
            var step = power * (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
            double from = Math.Floor((least - (room * 0.05)) / step) * step, to = Math.Ceiling((most + (room * 0.05)) / step) * step;
            return new Axis(least >= 0 ? Math.Max(0, from) : from, to, step);
        }
    }
}

/// <summary>Points of one colour.</summary>
internal sealed record ScatterGroup(string Name, IReadOnlyList<ScatterPoint> Points);

/// <summary>A point and the name that stands beside it.</summary>
internal sealed record ScatterPoint(double X, double Y, string Name);
