namespace Habitue.Lake.Cleaning;

public enum RuleKind
{
    /// <summary>A condition on one row of a batch, decided while it is read. Rows that meet it are set aside.</summary>
    Row,
    /// <summary>A query over the batch (<c>staged</c>; <c>alike</c> are those of its rows whose <c>content_hash</c> another of them has too) and what is there already that gives the <c>row_id</c>s to set aside.</summary>
    Set,
    /// <summary>A query over what was kept that counts what was found and touched; nothing is set aside.</summary>
    Count,
}

/// <summary>
/// One cleaning rule: a file of SQL in <c>Cleaning/rules</c> that opens with what is wrong, what is done about it and
/// why. The files' numbers are the order.
/// </summary>
/// <param name="Name">The file's name without number.</param>
/// <param name="Issue">What is wrong, in a few words.</param>
/// <param name="Action">reject, flag, fill or keep; match tells how many were brought together.</param>
/// <param name="Method">What is done about it.</param>
/// <param name="Reason">Why, for the person whose row it was.</param>
/// <param name="Entity">The entity that it is about, or all.</param>
/// <param name="Needs">The table of the warehouse that it counts in; null when what was loaded is enough.</param>
/// <param name="Field">It finds nothing among rows without this field; null when it needs none.</param>
public sealed record Rule(int Step, string Name, RuleKind Kind, string Issue, string Action, string Method, string Reason, string Entity, string Sql, string? Needs = null, string? Field = null)
{
    /// <exception cref="FormatException">A heading is missing.</exception>
    public static Rule Parse(string path, string text)
    {
        string file = Path.GetFileNameWithoutExtension(path);
        int dash = file.IndexOf('-');
        var heads = new Dictionary<string, string>();
        var body = new System.Text.StringBuilder();
        foreach (string line in text.Split('\n'))
        {
            int colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (body.Length == 0 && line.StartsWith("-- ", StringComparison.Ordinal) && colon > 0)
                heads[line[3..colon]] = line[(colon + 2)..].Trim();
            else if (!line.StartsWith("--", StringComparison.Ordinal) && line.Trim().Length > 0)
                body.Append(line).Append('\n');
        }

        string Head(string name) => heads.TryGetValue(name, out string? value) ? value : throw new FormatException($"{path} lacks the heading '-- {name}: …'");
        return new Rule(int.Parse(file[..dash]), file[(dash + 1)..], Enum.Parse<RuleKind>(Head("kind"), ignoreCase: true), Head("issue"),
            Head("action"), Head("method"), Head("reason"), Head("entity"), body.ToString().Trim().TrimEnd(';'), heads.GetValueOrDefault("needs"), heads.GetValueOrDefault("field"));
    }
}
