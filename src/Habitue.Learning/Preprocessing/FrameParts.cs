using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Preprocessing;

/// <summary>The models inside of a <see cref="FrameEncoding"/>; those that the frame does not need are null.</summary>
internal sealed class FrameParts
{
    private static readonly string[] Names = ["imputation", "texts", "scaling", "kinds", "logs"];

    /// <summary>Draws in the numbers' long tails.</summary>
    public ITransformer? Logs { get; set; }

    /// <summary>Fills the numbers.</summary>
    public ITransformer? Imputation { get; set; }

    /// <summary>Text columns of many kinds, one number each.</summary>
    public IEncoder? Texts { get; set; }

    /// <summary>Scales numbers and texts of many kinds.</summary>
    public ITransformer? Scaling { get; set; }

    /// <summary>Text columns of few kinds, a column for each.</summary>
    public IEncoder? Kinds { get; set; }

    /// <summary>Numbers with their tails drawn in, if that was asked for.</summary>
    public Matrix Drawn(Frame data, FrameNumbers numbers) => Logs is null ? numbers.Of(data) : Logs.Transform(numbers.Of(data));

    /// <summary>Numbers, filled, and beside them the texts of many kinds; not yet scaled.</summary>
    public Matrix Amounts(Frame data, FrameNumbers numbers, Matrix? crossFitted)
    {
        var left = Drawn(data, numbers);
        if (Imputation is not null) left = Imputation.Transform(left);
        return Texts is null ? left : Beside(left, crossFitted ?? Texts.Encode(data));
    }

    /// <summary>Amounts, scaled, and beside them the texts of few kinds.</summary>
    public Matrix Whole(Frame data, Matrix amounts)
    {
        if (Scaling is not null) amounts = Scaling.Transform(amounts);
        return Kinds is null ? amounts : Beside(amounts, Kinds.Encode(data));
    }

    public void Save(ModelWriter to)
    {
        // Files of before there were logs have no place for them, and without them there is none today.
        IModel?[] parts = Logs is null ? [Imputation, Texts, Scaling, Kinds] : [Imputation, Texts, Scaling, Kinds, Logs];
        to.Write("parts", Array.ConvertAll(parts, part => part is null ? 0 : 1));
        for (var i = 0; i < parts.Length; i++)
            if (parts[i] is { } part) to.Write(Names[i], part);
    }

    public static FrameParts Load(ModelReader from)
    {
        var there = from.Integers("parts");
        if (there.Length != Names.Length && there.Length != Names.Length - 1) throw new InvalidDataException($"An encoding has {there.Length} parts; it must be {Names.Length - 1} or {Names.Length}.");
        return new FrameParts
        {
            Imputation = there[0] == 0 ? null : ChainCard.Step<ITransformer>(from, Names[0]),
            Texts = there[1] == 0 ? null : ChainCard.Step<IEncoder>(from, Names[1]),
            Scaling = there[2] == 0 ? null : ChainCard.Step<ITransformer>(from, Names[2]),
            Kinds = there[3] == 0 ? null : ChainCard.Step<IEncoder>(from, Names[3]),
            Logs = there.Length < Names.Length || there[4] == 0 ? null : ChainCard.Step<ITransformer>(from, Names[4]),
        };
    }

    private static Matrix Beside(Matrix left, Matrix right)
    {
        if (left.Columns.Count == 0) return right;
        var both = new Matrix(left.Rows, [.. left.Columns, .. right.Columns]);
        for (var r = 0; r < both.Rows; r++)
        {
            left.Row(r).CopyTo(both.Row(r));
            right.Row(r).CopyTo(both.Row(r)[left.Columns.Count..]);
        }

        return both;
    }
}
