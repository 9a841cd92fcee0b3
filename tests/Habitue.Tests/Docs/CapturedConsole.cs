using System.Globalization;

namespace Habitue.Tests.Docs;

/// <summary>A property of this type named Console takes the place of <see cref="Console"/>: an example stands in a test as on its page, and prints nothing.</summary>
internal sealed class CapturedConsole() : StringWriter(CultureInfo.InvariantCulture)
{
    /// <summary>What was written so far, a line each.</summary>
    public string[] Lines => ToString().TrimEnd().Split(Environment.NewLine);
}
