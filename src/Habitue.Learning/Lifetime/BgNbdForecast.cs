using System.Runtime.Intrinsics;
using Habitue.Learning.Data;

namespace Habitue.Learning.Lifetime;

/// <summary>What BG/NBD says of groups of customers, block by block.</summary>
internal static class BgNbdForecast
{
    public const int BlockSize = 512;

    /// <summary>Writes what the groups of one block are expected to buy; <paramref name="into"/> is as long as the block.</summary>
    public static void Expected(ReadOnlySpan<double> parameters, HistoryGroups groups, int from, double periods, Span<double> into)
    {
        double r = parameters[0], alpha = parameters[1], a = parameters[2], b = parameters[3];
        Span<double> x = stackalloc double[BlockSize], age = stackalloc double[BlockSize], whileAlive = stackalloc double[BlockSize];
        Span<int> pairOf = stackalloc int[BlockSize];
        var pairs = 0; // what is expected while alive depends on x and T alone, and groups are sorted by these
        for (var i = 0; i < into.Length; i++)
        {
            if (pairs == 0 || x[pairs - 1] != groups.Repeats[from + i] || age[pairs - 1] != groups.Age[from + i])
                (x[pairs], age[pairs++]) = (groups.Repeats[from + i], groups.Age[from + i]);
            pairOf[i] = pairs - 1;
        }

        // Places after the last pair hold zeros, a customer like any other.
        for (var i = 0; i < pairs; i += BgNbdKernels.Width)
            BgNbdKernels.ExpectedWhileAlive(r, alpha, a, b, Vector512.Create(x[i..]), Vector512.Create(age[i..]), periods).CopyTo(whileAlive[i..]);
        Alive(parameters, groups, from, into);
        for (var i = 0; i < into.Length; i++) into[i] *= whileAlive[pairOf[i]];
    }

    /// <summary>Writes how likely the groups of one block are still customers.</summary>
    public static void Alive(ReadOnlySpan<double> parameters, HistoryGroups groups, int from, Span<double> into)
    {
        double r = parameters[0], alpha = parameters[1], a = parameters[2], b = parameters[3];
        Span<double> x = stackalloc double[BgNbdKernels.Width], recency = stackalloc double[BgNbdKernels.Width], age = stackalloc double[BgNbdKernels.Width];
        Span<double> alive = stackalloc double[BgNbdKernels.Width];
        for (var i = 0; i < into.Length; i += BgNbdKernels.Width)
        {
            var some = Math.Min(BgNbdKernels.Width, into.Length - i);
            for (var lane = 0; lane < some; lane++)
                (x[lane], recency[lane], age[lane]) = (groups.Repeats[from + i + lane], groups.Recency[from + i + lane], groups.Age[from + i + lane]);
            BgNbdKernels.Alive(r, alpha, a, b, Vector512.Create(x), Vector512.Create(recency), Vector512.Create(age)).CopyTo(alive);
            alive[..some].CopyTo(into[i..]);
        }
    }
}
