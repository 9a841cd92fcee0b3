using System.Reflection;
using System.Runtime.CompilerServices;

namespace Habitue.Duck;

/// <summary>One value that a row must give: by name for records, by position for tuples.</summary>
internal sealed record RowPart(string Name, Type Type, bool Optional, object? Default);

/// <summary>What a type of rows is made of. Only types with a constructor have a shape: a number or text is the one column itself.</summary>
internal sealed class RowShape
{
    private readonly ConstructorInvoker[] _makers;

    private RowShape(Type type)
    {
        ByPosition = IsTuple(type);
        var constructors = Constructors(type);
        _makers = [.. constructors.Select(ConstructorInvoker.Create)];
        Parts = [.. constructors.SelectMany((constructor, level) =>
            constructor.GetParameters().Take(level == constructors.Count - 1 ? int.MaxValue : TupleItems).Select(Part))];
    }

    // A tuple of more than seven holds the rest in another tuple.
    private const int TupleItems = 7;

    internal RowPart[] Parts { get; }

    internal bool ByPosition { get; }

    internal static RowShape? Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var plain = type.IsPrimitive || type.IsEnum || type.IsArray || type.IsInterface || type == typeof(DuckInterval)
            || (type.Namespace is { } space && (space == "System" || space.StartsWith("System.", StringComparison.Ordinal)));
        return plain && !IsTuple(type) ? null : new RowShape(type);
    }

    internal object Make(Span<object?> values)
    {
        object? rest = null;
        for (var level = _makers.Length - 1; level >= 0; level--)
        {
            var own = values[(level * TupleItems)..];
            rest = _makers[level].Invoke(rest is null ? own : (object?[])[.. own[..TupleItems], rest]);
        }
        return rest!;
    }

    private static List<ConstructorInfo> Constructors(Type type)
    {
        var constructors = new List<ConstructorInfo>();
        for (Type? next = type; next is not null;)
        {
            var constructor = next.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)
                ?? throw new InvalidOperationException($"{next} has no public constructor to make rows with.");
            constructors.Add(constructor);
            var parameters = constructor.GetParameters();
            next = IsTuple(next) && parameters.Length > TupleItems ? parameters[TupleItems].ParameterType : null;
        }
        return constructors;
    }

    private static RowPart Part(ParameterInfo parameter) =>
        new(parameter.Name!, parameter.ParameterType, parameter.HasDefaultValue, parameter.HasDefaultValue ? parameter.DefaultValue : null);

    private static bool IsTuple(Type type) => typeof(ITuple).IsAssignableFrom(type);
}
