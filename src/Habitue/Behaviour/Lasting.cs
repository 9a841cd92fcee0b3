using Habitue.Reports.Page;

namespace Habitue.Behaviour;

/// <summary>How long something took, as people say it.</summary>
internal static class Lasting
{
    private const double Minute = 60, Hour = 60 * Minute, Day = 24 * Hour;

    /// <summary><c>45 s</c>, <c>3 min 20 s</c>, <c>2 h 5 min</c>, <c>3.5 days</c>; a dash for what is not known.</summary>
    public static string Text(double? seconds) => seconds switch
    {
        null or double.NaN => "–",
        < 1 => "under 1 s",
        < 99.5 => $"{seconds:0} s",
        < Hour => $"{(int)(seconds.Value / Minute)} min {(int)(seconds.Value % Minute)} s",
        < 2 * Day => $"{(int)(seconds.Value / Hour)} h {(int)(seconds.Value % Hour / Minute)} min",
        _ => $"{Numbers.Value(Math.Round(seconds.Value / Day, 1))} days",
    };
}
