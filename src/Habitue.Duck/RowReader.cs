using System.Reflection;
using System.Runtime.CompilerServices;

namespace Habitue.Duck;

/// <summary>Makes one T of each row: a record by the names of its constructor's parameters, a tuple by position, anything else from the one column.</summary>
internal static class RowReader<T>
{
    // Found once for each T; the match with the columns is made once for each result.
    private static readonly ConstructorInfo? s_constructor = Constructor();
    private static readonly ParameterInfo[] s_parameters = s_constructor?.GetParameters() ?? [];
    private static readonly bool s_byPosition = typeof(ITuple).IsAssignableFrom(typeof(T));

    internal static List<T> ReadAll(DuckResult result)
    {
        var rows = new List<T>();
        var places = s_constructor is null ? OneColumn(result) : Places(result);
        var invoker = s_constructor is null ? null : ConstructorInvoker.Create(s_constructor);
        var arguments = new object?[places.Length];
        foreach (var chunk in result.Chunks())
            for (var row = 0; row < chunk.Count; row++)
            {
                for (var i = 0; i < places.Length; i++)
                    arguments[i] = places[i] < 0
                        ? s_parameters[i].DefaultValue
                        : ValueConversion.To(chunk[places[i]].GetValue(row), invoker is null ? typeof(T) : s_parameters[i].ParameterType, result.ColumnArray[places[i]]);
                rows.Add((T)(invoker is null ? arguments[0] : invoker.Invoke(arguments.AsSpan()))!);
            }
        return rows;
    }

    private static int[] OneColumn(DuckResult result) => result.Columns.Count == 1
        ? [0]
        : throw new DuckException($"One column was asked for ({typeof(T).Name}), and the query has {result.Columns.Count}.", result.Sql);

    private static int[] Places(DuckResult result)
    {
        var columns = result.ColumnArray;
        if (s_byPosition)
            return columns.Length == s_parameters.Length
                ? [.. Enumerable.Range(0, columns.Length)]
                : throw new DuckException($"A tuple of {s_parameters.Length} was asked for, and the query has {columns.Length} columns.", result.Sql);
        return Array.ConvertAll(s_parameters, parameter =>
        {
            var place = Array.FindIndex(columns, column => SameName(column.Name, parameter.Name!));
            return place >= 0 || parameter.HasDefaultValue
                ? place
                : throw new DuckException($"{typeof(T).Name} needs a column {parameter.Name}; the query has {string.Join(", ", columns.Select(column => column.Name))}.", result.Sql);
        });
    }

    // order_id, OrderId and orderid are one name.
    private static bool SameName(string column, string parameter) =>
        string.Equals(column.Replace("_", ""), parameter.Replace("_", ""), StringComparison.OrdinalIgnoreCase);

    private static ConstructorInfo? Constructor()
    {
        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        if (type.IsPrimitive || type.IsEnum || type.IsArray || type.IsInterface || type.Namespace is "System" && !typeof(ITuple).IsAssignableFrom(type) || type == typeof(DuckInterval)
            || type.Namespace?.StartsWith("System.Collections", StringComparison.Ordinal) == true)
            return null;
        var constructors = type.GetConstructors();
        return constructors.Length == 0
            ? throw new InvalidOperationException($"{type} has no public constructor to make rows with.")
            : constructors.MaxBy(constructor => constructor.GetParameters().Length);
    }
}
