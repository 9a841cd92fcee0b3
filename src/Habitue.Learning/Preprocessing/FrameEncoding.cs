using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Preprocessing;

/// <summary>What a <see cref="FrameEncoder"/> learned: one encoder for all columns of a frame.</summary>
public sealed class FrameEncoding : IEncoder, IModel<FrameEncoding>
{
    private readonly FrameNumbers numbers;
    private readonly FrameParts parts;

    internal FrameEncoding(ModelCard card, FrameNumbers numbers, FrameParts parts)
    {
        (Card, this.numbers, this.parts) = (card, numbers, parts);
        OutputColumns = [.. parts.Imputation?.OutputColumns ?? numbers.Columns, .. parts.Texts?.OutputColumns ?? [], .. parts.Kinds?.OutputColumns ?? []];
    }

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("frame-encoding", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> OutputColumns { get; }

    /// <inheritdoc/>
    public void Encode(Frame x, Matrix into)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(into);
        into.MustBe(x.Rows, OutputColumns.Count, nameof(into));
        parts.Whole(x, parts.Amounts(x, numbers, null)).Values.CopyTo(into.Values);
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        numbers.Save(to);
        parts.Save(to);
    }

    /// <inheritdoc/>
    public static FrameEncoding Load(ModelReader from) => new(from.Card, FrameNumbers.Load(from), FrameParts.Load(from));
}
