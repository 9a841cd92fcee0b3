namespace Habitue.Simulation;

/// <summary>What somebody does at one moment; each kind is written by one writer.</summary>
internal enum VisitKind : byte
{
    Browse, WebOrder, StoreOrder, ArchiveOrder, Stranger, WalkIn, Bot, WebCancel, WebRefund, StoreReturn, Mail, MailOpened, MailClicked, Review, Ticket,
}

[Flags]
internal enum VisitMarks : ushort
{
    None = 0,

    /// <summary>The session carries the customer's id.</summary>
    SignedIn = 1,

    /// <summary>The first sign-in on this device: before it, the session is anonymous.</summary>
    FirstSignIn = 2,

    /// <summary>An order of a known customer that names nobody: a guest on the web, a forgotten card in the store.</summary>
    Unnamed = 4,
    Coupon = 8,

    /// <summary>The order would not have been without the campaign's mail.</summary>
    Caused = 16,

    /// <summary>The order is cancelled or partly returned later.</summary>
    ComesBack = 32,

    /// <summary>The whole order is cancelled.</summary>
    Whole = 64,

    /// <summary>A mail that was held back: the control group.</summary>
    Control = 128,

    /// <summary>The customer was not happy with this order.</summary>
    Unhappy = 256,

    /// <summary>An archived order from the web.</summary>
    Online = 512,
}

/// <summary>One entry of the schedule: 24 bytes, so that millions fit in memory while everything else is drawn again when it is written.</summary>
internal struct Visit
{
    /// <summary>Seconds since the first day.</summary>
    public int At;

    /// <summary>The customer, or the running number of a stranger, walk-in or bot.</summary>
    public int Who;

    /// <summary>The visit this one is about (a return's order, a mail's opening); -1 when there is none.</summary>
    public int Of;

    /// <summary>The running number of the order, receipt, review or ticket, given in order of time.</summary>
    public int Number;

    public short Campaign;
    public VisitMarks Marks;
    public VisitKind Kind;

    /// <summary>Slot of the device in the two upper bits (3 is the household's), number of its cookie in the rest.</summary>
    public byte Device;

    public readonly bool Is(VisitMarks mark) => (Marks & mark) != 0;
}
