using Habitue.Learning;
using Habitue.Learning.Data;

namespace Habitue.Study;

/// <summary>
/// Made-up visitors, as the study had them: Online Retail says nothing of who its customers are or what they did on the site. Every
/// line gets one of them at random, so a profile has nothing to do with the real customer of the line.
/// </summary>
internal sealed class Profiles
{
    public static readonly string[] Genders = ["female", "male", "not said"], Devices = ["desktop", "mobile", "tablet"], Loyalties = ["none", "silver", "gold"];

    private readonly double[] age, sessions, minutes, abandonment;
    private readonly int[] gender, device, loyalty;

    public Profiles(int count, Seed seed)
    {
        (age, sessions, minutes, abandonment) = (new double[count], new double[count], new double[count], new double[count]);
        (gender, device, loyalty) = (new int[count], new int[count], new int[count]);
        var random = seed.For(1);
        for (var i = 0; i < count; i++)
        {
            age[i] = Math.Round(Math.Clamp(42 + (14 * Normal(random)), 18, 90));
            sessions[i] = Math.Round(Math.Clamp(8 + (4 * Normal(random)), 0, 30));
            minutes[i] = Math.Round(Math.Clamp(9 + (3.5 * Normal(random)), 0.5, 30), 1);
            abandonment[i] = Math.Round(Math.Clamp(0.6 + (0.18 * Normal(random)), 0, 1), 3);
            gender[i] = Pick(random, 0.5, 0.45);
            device[i] = Pick(random, 0.42, 0.48);
            loyalty[i] = Pick(random, 0.6, 0.28);
        }
    }

    public int Count => age.Length;

    /// <summary>
    /// How much this visitor leans towards buying, in no unit: more visits and longer ones, a card of the shop, a desktop; carts left behind
    /// count against it, on a phone twice as much as elsewhere. Age and gender have no part in it.
    /// </summary>
    public double Leaning(int i) =>
        (0.9 * (sessions[i] - 8) / 4) + (0.7 * (minutes[i] - 9) / 3.5) + (loyalty[i] switch { 1 => 0.4, 2 => 0.9, _ => 0 }) + (device[i] == 0 ? 0.3 : 0)
        - ((device[i] == 1 ? 1.1 : 0.55) * (abandonment[i] - 0.6) / 0.18);

    /// <summary>The columns of the records whose profiles these are.</summary>
    public IEnumerable<FrameColumn> Columns(int[] profiles)
    {
        yield return new NumberColumn("age", Of(profiles, age));
        yield return new NumberColumn("sessions_30d", Of(profiles, sessions));
        yield return new NumberColumn("minutes_per_session", Of(profiles, minutes));
        yield return new NumberColumn("cart_abandonment_rate", Of(profiles, abandonment));
        yield return new TextColumn("gender", Of(profiles, gender), Genders);
        yield return new TextColumn("device", Of(profiles, device), Devices);
        yield return new TextColumn("loyalty", Of(profiles, loyalty), Loyalties);
    }

    private static T[] Of<T>(int[] profiles, T[] values) => Array.ConvertAll(profiles, profile => values[profile]);

    private static int Pick(Learning.Numerics.Generator random, double first, double second) => random.NextDouble() switch { var p when p < first => 0, var p when p < first + second => 1, _ => 2 };

    private static double Normal(Learning.Numerics.Generator random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
