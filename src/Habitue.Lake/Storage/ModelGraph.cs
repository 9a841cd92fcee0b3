namespace Habitue.Lake.Storage;

/// <summary>One table comes from another.</summary>
public sealed record LineageEdge(string From, string To);

/// <summary>The models in an order in which each comes after what it reads.</summary>
internal static class ModelGraph
{
    /// <exception cref="ModelException">A model reads a table that nobody makes, or itself by a detour, or two have one name.</exception>
    public static IReadOnlyList<SqlModel> InOrder(IReadOnlyCollection<SqlModel> models, IReadOnlyCollection<string> given)
    {
        var byName = new Dictionary<string, SqlModel>(StringComparer.Ordinal);
        foreach (SqlModel model in models)
            if (given.Contains(model.Name) || !byName.TryAdd(model.Name, model))
                throw new ModelException($"{model.Name}: two models, or a model and a loaded table, have this name.");

        var ordered = new List<SqlModel>();
        var path = new List<string>();
        foreach (SqlModel model in byName.Values.OrderBy(m => m.Name, StringComparer.Ordinal))
            Visit(model);
        return ordered;

        void Visit(SqlModel model)
        {
            if (path.Contains(model.Name))
                throw new ModelException($"The models read each other in a circle: {string.Join(" <- ", path.SkipWhile(name => name != model.Name).Append(model.Name))}.");
            if (ordered.Contains(model))
                return;
            path.Add(model.Name);
            foreach (string input in model.Inputs.Where(input => !given.Contains(input)))
                Visit(byName.GetValueOrDefault(input) ?? throw new ModelException($"{model.Name}.sql reads {input}, which is neither a model nor a loaded table."));
            path.RemoveAt(path.Count - 1);
            ordered.Add(model);
        }
    }
}
