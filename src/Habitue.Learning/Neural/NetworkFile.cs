using Habitue.Learning.Models;

namespace Habitue.Learning.Neural;

/// <summary>How networks are saved: the sizes of their layers, the activation, the weights without padding, the losses.</summary>
internal static class NetworkFile
{
    public static void Save(ModelWriter to, Network network, IReadOnlyList<double> losses, IReadOnlyList<double> heldOut)
    {
        to.Write("layers", network.Layout.Sizes);
        to.Write("activation", (int[])[(int)network.Activation]);
        to.Write("weights", network.Layout.Pack(network.Weights.Values));
        to.Write("losses", (double[])[.. losses]);
        to.Write("held-out losses", (double[])[.. heldOut]);
    }

    public static (Network Network, double[] Losses, double[] HeldOut) Load(ModelReader from)
    {
        var (sizes, packed, activation) = (from.Integers("layers"), from.Floats("weights"), from.Integers("activation", 1)[0]);
        var needed = 0L;
        for (var i = 0; i + 1 < sizes.Length && needed <= packed.Length; i++) needed += sizes[i] < 1 || sizes[i + 1] < 1 ? packed.Length + 1L : (sizes[i] + 1L) * sizes[i + 1];
        if (sizes.Length < 2 || needed != packed.Length || sizes[0] != from.Card.Columns.Count || activation is not (0 or 1))
            throw new InvalidDataException("The network's layers and weights do not fit together.");
        var network = new Network(new Layout(sizes), (Activation)activation);
        network.Layout.Unpack(packed, network.Weights.Values);
        return (network, from.Doubles("losses"), from.Doubles("held-out losses"));
    }

    public static (string Name, double Value)[] Figures(Trained trained) =>
    [
        ("epochs", trained.Losses.Length), ("loss", trained.Losses[^1]), ("settled", trained.Settled ? 1 : 0),
        .. trained.HeldOutLosses.Length > 0 ? [("held-out loss", trained.HeldOutLosses.Min())] : Array.Empty<(string, double)>(),
    ];
}
