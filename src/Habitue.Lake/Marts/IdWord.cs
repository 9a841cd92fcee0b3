using System.Security.Cryptography;
using Habitue.Lake.Storage;

namespace Habitue.Lake.Marts;

/// <summary>A secret of the home from which ids get their other names. It is made once, so that what is published today joins with what is published tomorrow.</summary>
public static class IdWord
{
    public static string Of(HomeDatabase database)
    {
        database.Execute("CREATE TABLE IF NOT EXISTS id_words (place INTEGER PRIMARY KEY CHECK (place = 1), word TEXT NOT NULL)");
        database.Execute("INSERT OR IGNORE INTO id_words VALUES (1, $word)", ("$word", RandomNumberGenerator.GetHexString(32, lowercase: true)));
        using var opened = database.Open();
        using var command = HomeDatabase.Command(opened, "SELECT word FROM id_words");
        return (string)command.ExecuteScalar()!;
    }
}
