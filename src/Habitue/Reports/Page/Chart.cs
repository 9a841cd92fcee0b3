namespace Habitue.Reports.Page;

/// <summary>
/// A chart on the page: <see cref="Kind"/> names the function in charts.js or charts-of-slices.js that draws it,
/// <see cref="Label"/> says in a sentence what there is to see for those who cannot see it.
/// </summary>
internal sealed record Chart(string Id, string Kind, string Title, string Label)
{
    public int Height { get; init; } = 320;

    /// <summary>Words under the title, for those who do not know what it means.</summary>
    public string Hint { get; init; } = "";

    public string? Note { get; init; }

    public Choice? Choice { get; init; }

    /// <summary>A class for the figure: <c>wide</c> scrolls sideways on a phone rather than becoming unreadable.</summary>
    public string Class { get; init; } = "";
}

/// <summary>A switch above a chart; the chosen value is passed to the function that draws.</summary>
internal sealed record Choice(string Legend, string Chosen, params (string Value, string Text)[] Options);
