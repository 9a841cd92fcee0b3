namespace Habitue.Simulation;

/// <summary>A device of a customer, as the true link between an anonymous id and a customer.</summary>
/// <param name="SignedInAt">The first sign-in on it, -1 when there was none.</param>
internal readonly record struct DeviceLink(int Who, byte Device, int FirstSeenAt, int SignedInAt);

/// <summary>
/// Gives every web visit of one customer a device and says whether it is signed in. Cookies are lost now and then,
/// a household shares one device, and nobody signs in just to look.
/// </summary>
internal sealed class DeviceDiary
{
    public const int HouseholdSlot = 3;
    private const int Cookies = 64;
    private readonly int[] _firstSeen = new int[256];
    private readonly int[] _signedIn = new int[256];

    /// <summary>The slot and the cookie of a device byte.</summary>
    public static int Slot(byte device) => device / Cookies;

    /// <param name="visits">The customer's visits in order of time; changed in place.</param>
    /// <param name="links">The customer's devices are added here.</param>
    public void Assign(in Customer customer, Span<Visit> visits, List<DeviceLink> links, ref Dice dice)
    {
        Array.Fill(_firstSeen, -1);
        Array.Fill(_signedIn, -1);
        Span<int> cookie = stackalloc int[4];
        var who = -1;
        foreach (ref var visit in visits)
        {
            if (visit.Kind is not (VisitKind.Browse or VisitKind.WebOrder)) continue;
            who = visit.Who;
            var slot = customer.Household && dice.Chance(.4) ? HouseholdSlot
                : customer.Devices == 1 || dice.Chance(.68) ? 0 : dice.Next(1, customer.Devices);
            // The household's device keeps its cookie: two people must meet on it.
            if (dice.Chance(.03) && slot != HouseholdSlot && cookie[slot] < Cookies - 1) cookie[slot]++;
            visit.Device = (byte)(slot * Cookies + cookie[slot]);
            if (_firstSeen[visit.Device] < 0) _firstSeen[visit.Device] = visit.At;

            var known = _signedIn[visit.Device] >= 0;
            var signs = visit.Kind == VisitKind.WebOrder ? !visit.Is(VisitMarks.Unnamed)
                : visit.At >= customer.Acquired && dice.Chance(known ? .65 : .1);
            if (!signs) continue;
            visit.Marks |= VisitMarks.SignedIn;
            if (known) continue;
            visit.Marks |= VisitMarks.FirstSignIn;
            _signedIn[visit.Device] = visit.At;
        }
        for (var device = 0; device < 256; device++)
            if (_firstSeen[device] >= 0) links.Add(new(who, (byte)device, _firstSeen[device], _signedIn[device]));
    }
}
