namespace Habitue.Duck;

public readonly unsafe ref partial struct DuckVector
{
    /// <summary>A timestamp of any precision, or a DATE at midnight, in UTC. Infinity, and years that DateTime has not, throw.</summary>
    public DateTime GetDateTime(int row)
    {
        if (Type.Id == DuckTypeId.Date)
            return GetDate(row).ToDateTime(default, DateTimeKind.Utc);
        if (!TimeConversion.IsTimestamp(Type.Id))
            throw Wrong("DateTime");
        return TimeConversion.TryDateTime(*At<long>(row), Type.Id, out var time) ? time : throw Beyond(row, "DateTime");
    }

    /// <summary>A DATE.</summary>
    public DateOnly GetDate(int row)
    {
        if (Type.Id != DuckTypeId.Date)
            throw Wrong("DateOnly");
        return TimeConversion.TryDate(*At<int>(row), out var date) ? date : throw Beyond(row, "DateOnly");
    }

    /// <summary>A TIME, without its zone. DuckDB's 24:00:00 throws.</summary>
    public TimeOnly GetTime(int row)
    {
        return TimeConversion.TryTime(MicrosOfDay(row), out var time) ? time : throw Beyond(row, "TimeOnly");
    }

    private long MicrosOfDay(int row) => Type.Id switch
    {
        DuckTypeId.Time => *At<long>(row),
        DuckTypeId.TimeNs => *At<long>(row) / 1000,
        DuckTypeId.TimeTz => (long)(*At<ulong>(row) >> 24),
        _ => throw Wrong("TimeOnly"),
    };

    /// <summary>Whether a date or timestamp is infinity or -infinity.</summary>
    public bool IsInfinite(int row) => Type.Id switch
    {
        DuckTypeId.Date => *At<int>(row) is int.MaxValue or -int.MaxValue,
        var id when TimeConversion.IsTimestamp(id) => *At<long>(row) is long.MaxValue or -long.MaxValue,
        _ => throw Wrong("a time"),
    };

    private OverflowException Beyond(int row, string type) => new(
        $"Row {row} of the column {_column.Name} ({Type}) holds {TimeConversion.Text(_data, row, Type.Id)}, which {type} cannot hold: read Values<{Type.Storage!.Name}>(), or leave such rows out with isfinite() in SQL.");
}
