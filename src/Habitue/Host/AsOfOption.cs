using System.CommandLine;
using System.Globalization;

namespace Habitue.Host;

/// <summary>The option that names the moment from which a verb looks back.</summary>
internal sealed class AsOfOption
{
    private static readonly string[] DateForms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"];

    public AsOfOption(string description)
    {
        Option = new Option<string?>("--as-of") { HelpName = "DATE", Description = description };
        Option.Validators.Add(result =>
        {
            if (result.Tokens is [var given, ..] && Moment(given.Value) is null) result.AddError($"--as-of {given.Value}: not a date; write it as 2011-12-10 or 2011-12-10T08:00.");
        });
    }

    public Option<string?> Option { get; }

    /// <summary>The moment, UTC; null when none was named.</summary>
    public DateTime? Of(Call call) => call.Of(Option) is { } given ? Moment(given) : null;

    private static DateTime? Moment(string given) =>
        DateTime.TryParseExact(given, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment : null;
}
