using Habitue.Duck;
using Habitue.Learning.Data;

namespace Habitue.Insights;

/// <summary>Reads what a query gives as a frame, column by column, without boxing: numbers, truth values, times and texts.</summary>
internal static class FrameReader
{
    public static Frame Read(DuckConnection warehouse, string sql, CancellationToken cancel)
    {
        using var result = warehouse.Query(sql, cancel);
        return Read(result, cancel);
    }

    /// <param name="result">Columns of other types than numbers, truth values, dates, times and texts are left out.</param>
    public static Frame Read(DuckResult result, CancellationToken cancel)
    {
        var builders = result.Columns.Select(Builder).ToArray();
        foreach (var chunk in result.Chunks())
        {
            cancel.ThrowIfCancellationRequested();
            for (var column = 0; column < builders.Length; column++) builders[column]?.Append(chunk[column]);
        }
        return new Frame([.. builders.OfType<IBuilder>().Select(builder => builder.Build())]);
    }

    private static IBuilder? Builder(DuckColumn column) => column.Type.Id switch
    {
        DuckTypeId.Boolean => new Truths(column.Name),
        DuckTypeId.Varchar or DuckTypeId.Enum => new Texts(column.Name),
        DuckTypeId.Timestamp or DuckTypeId.TimestampTz => new Times(column.Name),
        DuckTypeId.Date => new Days(column.Name),
        DuckTypeId.TinyInt => new Numbers<sbyte>(column),
        DuckTypeId.SmallInt => new Numbers<short>(column),
        DuckTypeId.Integer => new Numbers<int>(column),
        DuckTypeId.BigInt => new Numbers<long>(column),
        DuckTypeId.UTinyInt => new Numbers<byte>(column),
        DuckTypeId.USmallInt => new Numbers<ushort>(column),
        DuckTypeId.UInteger => new Numbers<uint>(column),
        DuckTypeId.UBigInt => new Numbers<ulong>(column),
        DuckTypeId.HugeInt => new Numbers<Int128>(column),
        DuckTypeId.Float => new Numbers<float>(column),
        DuckTypeId.Double => new Numbers<double>(column),
        DuckTypeId.Decimal => column.Type.Width switch
        {
            <= 4 => new Numbers<short>(column),
            <= 9 => new Numbers<int>(column),
            <= 18 => new Numbers<long>(column),
            _ => new Numbers<Int128>(column),
        },
        _ => null,
    };

    private interface IBuilder
    {
        void Append(DuckVector part);

        FrameColumn Build();
    }

    private sealed class Numbers<T>(DuckColumn column) : IBuilder
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        private readonly NumberColumnBuilder builder = new(column.Name);

        public void Append(DuckVector part) => builder.Append(part.Values<T>(), part.Validity.Mask, column.Type.Scale);

        public FrameColumn Build() => builder.Build();
    }

    private sealed class Truths(string name) : IBuilder
    {
        private readonly BooleanColumnBuilder builder = new(name);

        public void Append(DuckVector part) => builder.Append(part.Values<bool>(), part.Validity.Mask);

        public FrameColumn Build() => builder.Build();
    }

    private sealed class Times(string name) : IBuilder
    {
        private readonly TimeColumnBuilder builder = new(name);

        public void Append(DuckVector part) => builder.Append(part.Values<long>(), part.Validity.Mask);

        public FrameColumn Build() => builder.Build();
    }

    private sealed class Days(string name) : IBuilder
    {
        private readonly TimeColumnBuilder builder = new(name);

        public void Append(DuckVector part) => builder.AppendDays(part.Values<int>(), part.Validity.Mask);

        public FrameColumn Build() => builder.Build();
    }

    private sealed class Texts(string name) : IBuilder
    {
        private readonly TextColumnBuilder builder = new(name);

        public void Append(DuckVector part)
        {
            for (var row = 0; row < part.Count; row++)
                if (part.Validity.IsValid(row)) builder.Append(part.GetString(row));
                else builder.AppendMissing();
        }

        public FrameColumn Build() => builder.Build();
    }
}
