using Habitue.Lake.Storage;

namespace Habitue.Host.Answers;

/// <summary>Draws which table comes from which: as a tree of results and what they are made of, as a Mermaid graph, or as JSON.</summary>
internal static class LineageAnswer
{
    public static readonly string[] Formats = ["tree", "mermaid", "json"];

    /// <summary>The edges that lead to a table.</summary>
    public static List<LineageEdge> Above(IReadOnlyList<LineageEdge> edges, string table)
    {
        var wanted = new HashSet<string> { table };
        var open = new Queue<string>(wanted);
        while (open.TryDequeue(out var at))
            foreach (var edge in edges.Where(edge => edge.To == at))
                if (wanted.Add(edge.From)) open.Enqueue(edge.From);
        return [.. edges.Where(edge => wanted.Contains(edge.To))];
    }

    public static void Write(TextWriter output, IReadOnlyList<LineageEdge> edges, string format)
    {
        switch (format)
        {
            case "mermaid": Mermaid(output, edges); break;
            case "json": Json(output, edges); break;
            default: Tree(output, edges); break;
        }
    }

    private static void Mermaid(TextWriter output, IReadOnlyList<LineageEdge> edges)
    {
        output.WriteLine("graph LR");
        foreach (var edge in edges) output.WriteLine($"  {edge.From} --> {edge.To}");
    }

    private static void Json(TextWriter output, IReadOnlyList<LineageEdge> edges)
    {
        using var answer = new JsonAnswer(output);
        answer.Array(edges, static (json, edge) =>
        {
            json.WriteString("from", edge.From);
            json.WriteString("to", edge.To);
        });
    }

    /// <summary>Each table that nothing comes from, and below it what it is made of. What was drawn above already is only named.</summary>
    private static void Tree(TextWriter output, IReadOnlyList<LineageEdge> edges)
    {
        var inputs = edges.ToLookup(edge => edge.To, edge => edge.From);
        var used = edges.Select(edge => edge.From).ToHashSet();
        var drawn = new HashSet<string>();
        foreach (var root in edges.Select(edge => edge.To).Distinct().Where(table => !used.Contains(table)).Order())
        {
            output.WriteLine(root);
            Below(root, "");
        }

        void Below(string table, string indent)
        {
            if (!drawn.Add(table)) return;
            var parts = inputs[table].Order().ToArray();
            for (var i = 0; i < parts.Length; i++)
            {
                var last = i == parts.Length - 1;
                var again = drawn.Contains(parts[i]) && inputs[parts[i]].Any();
                output.WriteLine($"{indent}{(last ? "└─ " : "├─ ")}{parts[i]}{(again ? " (see above)" : "")}");
                Below(parts[i], indent + (last ? "   " : "│  "));
            }
        }
    }
}
