using Habitue.Learning.Models;

namespace Habitue.Learning.Data;

/// <summary>
/// Who took what, and how much of it: users by items, with the names of both; and, where it is known, what the items are.
/// What recommenders learn from. The values are counts of purchases, ratings or the like: what they mean is for the
/// algorithm to say, and so is whether a pair with the value 0 was taken. Not for single events in time: add them up first.
/// <code>
/// var bought = Interactions.Of([("ann", "tea", 2f), ("ann", "cup", 1f), ("bob", "tea", 1f)]);
/// </code>
/// Memory: 8 bytes a pair, and the names.
/// </summary>
public sealed class Interactions
{
    /// <summary>Interactions of a matrix that is already there; it is kept, not copied.</summary>
    /// <param name="users">One name per row.</param>
    /// <param name="items">One name per column.</param>
    /// <param name="values">Users by items; no entry means that nothing is known.</param>
    /// <param name="attributes">What the items are, items by attributes, each value 0 or more; null when nobody knows.</param>
    /// <exception cref="BadDataException">The shapes do not fit the names, or a value is missing or infinite, or an attribute is below 0.</exception>
    public Interactions(Names users, Names items, SparseMatrix values, SparseMatrix? attributes = null)
    {
        ArgumentNullException.ThrowIfNull(users);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Rows != users.Count || values.Columns != items.Count) throw new BadDataException($"The values are {values}, but there are {users} and {items}.");
        if (attributes is not null && attributes.Rows != items.Count) throw new BadDataException($"The attributes are {attributes}, but there are {items}: one row for each item.");
        for (var user = 0; user < values.Rows; user++)
            for (var i = 0; i < values.ValuesOf(user).Length; i++)
                if (!float.IsFinite(values.ValuesOf(user)[i])) throw Bad(users[user], items[values.IndicesOf(user)[i]], values.ValuesOf(user)[i], user, "leave the pair out");
        for (var item = 0; item < attributes?.Rows; item++)
            foreach (var value in attributes.ValuesOf(item))
                if (!float.IsFinite(value) || value < 0) throw new BadDataException($"An attribute of item '{items[item]}' is {value}; attributes are finite and 0 or more.", items[item], item);
        (Users, Items, Values, Attributes) = (users, items, values, attributes);
    }

    /// <summary>The users, one per row.</summary>
    public Names Users { get; }

    /// <summary>The items, one per column.</summary>
    public Names Items { get; }

    /// <summary>Users by items.</summary>
    public SparseMatrix Values { get; }

    /// <summary>What the items are, items by attributes; null when nobody knows.</summary>
    public SparseMatrix? Attributes { get; }

    /// <summary>
    /// Interactions of single pairs in any order. Users and items are numbered in the ordinal order of their names; the
    /// values of a pair that comes more than once are added up.
    /// </summary>
    /// <param name="pairs">User, item and value.</param>
    /// <param name="moreItems">Items that nobody may have taken yet, such as new ones.</param>
    /// <exception cref="BadDataException">A value is missing or infinite; the message names user and item.</exception>
    public static Interactions Of(IEnumerable<(string User, string Item, float Value)> pairs, IEnumerable<string>? moreItems = null)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        (string User, string Item, float Value)[] all = [.. pairs];
        foreach (var (user, item, value) in all)
            if (!float.IsFinite(value)) throw Bad(user, item, value, -1, "leave the pair out");
        Names users = Sorted("user", all.Select(pair => pair.User)), items = Sorted("item", all.Select(pair => pair.Item).Concat(moreItems ?? []));
        return new Interactions(users, items, SparseMatrix.Of(users.Count, items.Count, all.Select(pair => (users.Of(pair.User), items.Of(pair.Item), pair.Value))));
    }

    /// <summary>The same with what is known of the items, which <see cref="Recommendation.ContentBased"/> learns from.</summary>
    /// <param name="pairs">Item, attribute (a word, a category, a brand) and its weight, 0 or more; items that are not among these are passed over.</param>
    /// <exception cref="BadDataException">A weight is missing, infinite or below 0.</exception>
    public Interactions WithAttributes(IEnumerable<(string Item, string Attribute, float Weight)> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        (string Item, string Attribute, float Weight)[] known = [.. pairs.Where(pair => Items.Find(pair.Item) >= 0)];
        var names = Sorted("attribute", known.Select(pair => pair.Attribute));
        return new Interactions(Users, Items, Values, SparseMatrix.Of(Items.Count, names.Count, known.Select(pair => (Items.Of(pair.Item), names.Of(pair.Attribute), pair.Weight))));
    }

    /// <summary>The numbered users, with all items.</summary>
    public Interactions Take(ReadOnlySpan<int> users)
    {
        var names = new string[users.Length];
        for (var i = 0; i < names.Length; i++) names[i] = Users[users[i]];
        return new Interactions(new Names(Users.What, names), Items, Values.Take(users), Attributes);
    }

    /// <summary>How many there are of what.</summary>
    public override string ToString() => $"{Users}, {Items}, {Values.Count} pairs";

    /// <summary>There must be a pair, and no value below the least that the algorithm can take.</summary>
    internal void Check(string who, double least = double.NegativeInfinity)
    {
        if (Values.Count == 0) throw new BadDataException($"{who} needs at least one pair of user and item; there is none.");
        for (var user = 0; user < Values.Rows && least > double.NegativeInfinity; user++)
            for (var i = 0; i < Values.ValuesOf(user).Length; i++)
                if (Values.ValuesOf(user)[i] < least) throw Bad(Users[user], Items[Values.IndicesOf(user)[i]], Values.ValuesOf(user)[i], user, $"{who} takes {least} or more");
    }

    internal void Save(ModelWriter to)
    {
        to.Write("users", Users.All);
        to.Write("items", Items.All);
        to.Write("starts", Values.Starts);
        to.Write("indices", Values.Indices);
        to.Write("values", Values.Values);
    }

    internal static Interactions Load(ModelReader from) => Loaded(() =>
    {
        Names users = new("user", from.Texts("users")), items = new("item", from.Texts("items"));
        return new Interactions(users, items, new SparseMatrix(items.Count, from.Integers("starts"), from.Integers("indices"), from.Floats("values")));
    });

    /// <summary>The similarities between items, or between users, that a model wrote.</summary>
    internal static SparseMatrix Square(ModelReader from, int size)
    {
        var starts = from.Integers("neighbour-starts", size + 1);
        return Loaded(() => new SparseMatrix(size, starts, from.Integers("neighbours"), from.Floats("similarities")));
    }

    /// <summary>What a file holds is as little to be trusted as what a user gives, but the error is the file's.</summary>
    internal static T Loaded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (BadDataException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    private static Names Sorted(string what, IEnumerable<string> names) => new(what, [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

    private static BadDataException Bad(string user, string item, float value, int row, string what) =>
        new($"User '{user}' has the value {value} for item '{item}'; {what}.", item, row);
}
