using System.Runtime.CompilerServices;
using System.Text;

namespace Habitue.Reports.Page;

/// <summary>
/// Markup being written. The only way in is an interpolated string: its literal parts go out as they
/// stand, its holes are escaped, so a value cannot become markup by being forgotten.
/// </summary>
internal sealed class Html
{
    private readonly StringBuilder text = new(128 * 1024);

    /// <summary>The handler, which the compiler makes for this instance, has written everything by the time this is called.</summary>
    public Html Add([InterpolatedStringHandlerArgument("")] ref HtmlText markup) => this;

    public void CopyTo(TextWriter writer) => writer.Write(text);

    internal void Literal(string literal) => text.Append(literal);

    internal void Append(Html part) => text.Append(part.text);

    internal void Escaped(ReadOnlySpan<char> value)
    {
        while (value.IndexOfAny("&<>\"'") is var at and >= 0)
        {
            text.Append(value[..at]).Append(value[at] switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                _ => "&#39;",
            });
            value = value[(at + 1)..];
        }
        text.Append(value);
    }
}

/// <summary>Sends the parts of an interpolated string to an <see cref="Html"/>.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlText
{
    private readonly Html html;

    public HtmlText(int literalLength, int holes, Html html) => this.html = html;

    public void AppendLiteral(string literal) => html.Literal(literal);

    public void AppendFormatted(string? value) => html.Escaped(value);

    public void AppendFormatted(int value) => html.Escaped(value.ToString());

    /// <summary>Markup that was itself written through an <see cref="Html"/>.</summary>
    public void AppendFormatted(Html part) => html.Append(part);
}
