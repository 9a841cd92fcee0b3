namespace Habitue.Duck;

/// <summary>A column of a result or a field of a struct: its name and type.</summary>
public sealed record DuckColumn(string Name, DuckType Type);
