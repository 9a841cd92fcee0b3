using Microsoft.AspNetCore.Http;

namespace Habitue.Server.Web;

/// <summary>A file that is made for one answer: it lies in the spool until it was sent, or could not be made.</summary>
internal static class SpoolAnswer
{
    /// <param name="home">The home's folder.</param>
    /// <param name="name">What the file is called where it is saved.</param>
    /// <param name="type">What it holds.</param>
    /// <param name="write">Writes it to a path.</param>
    public static async Task<IResult> Of(string home, string name, string type, Func<string, Task> write)
    {
        var path = SpoolFile.Next(home, Path.GetExtension(name));
        try
        {
            await write(path);
            return Results.File(new FileStream(path, new FileStreamOptions { Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous }), type, name);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }
}
