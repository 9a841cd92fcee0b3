using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Habitue.Server.Web;

/// <summary>Keeps the keys that Razor brings along, which nothing here uses, in memory: outside of the home nothing is written.</summary>
internal sealed class KeysInMemory : IXmlRepository
{
    private readonly Lock gate = new();
    private readonly List<XElement> keys = [];

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (gate) return [.. keys];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        lock (gate) keys.Add(new XElement(element));
    }
}
