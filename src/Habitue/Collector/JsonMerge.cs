using System.Text.Json;

namespace Habitue.Collector;

/// <summary>Writes two objects as one: members of the second hold where both have them, and objects in both are merged in turn.</summary>
internal static class JsonMerge
{
    public static void Write(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, CollectedBatch into)
    {
        List<Member> own = Members(second);
        into.Write("{"u8);
        bool any = false;
        foreach (Member member in Members(first))
        {
            Member? same = own.Find(m => m.Name == member.Name);
            Separate(ref any, into);
            into.Write(first[member.NameStart..member.ValueStart]);
            if (same is null)
                Line(first[member.ValueStart..member.End], into);
            else if (member.IsObject && same.IsObject)
                Write(first[member.ValueStart..member.End], second[same.ValueStart..same.End], into);
            else
                Line(second[same.ValueStart..same.End], into);
            own.RemoveAll(m => m.Name == member.Name);
        }

        foreach (Member member in own)
        {
            Separate(ref any, into);
            Line(second[member.NameStart..member.End], into);
        }

        into.Write("}"u8);
    }

    private static void Separate(ref bool any, CollectedBatch into)
    {
        if (any)
            into.Write(","u8);
        any = true;
    }

    private static void Line(ReadOnlySpan<byte> json, CollectedBatch into)
    {
        foreach (byte b in json)
            into.Write([b is (byte)'\n' or (byte)'\r' ? (byte)' ' : b]);
    }

    private static List<Member> Members(ReadOnlySpan<byte> json)
    {
        var members = new List<Member>();
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            (string name, int nameStart) = (reader.GetString()!, (int)reader.TokenStartIndex);
            reader.Read();
            (int start, bool isObject) = ((int)reader.TokenStartIndex, reader.TokenType == JsonTokenType.StartObject);
            reader.Skip();
            members.Add(new Member(name, nameStart, start, (int)reader.BytesConsumed, isObject));
        }

        return members;
    }

    private sealed record Member(string Name, int NameStart, int ValueStart, int End, bool IsObject);
}
