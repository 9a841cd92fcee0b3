using Habitue.Learning.Data;

namespace Habitue.Learning.Preprocessing;

/// <summary>An encoder's recipe that learns from targets, and so encodes the rows of the fit otherwise than later ones.</summary>
internal interface ICrossFit
{
    /// <summary>Learns the encoding, and encodes the rows so that none is told its own target.</summary>
    IEncoder FitEncode(LabeledFrame data, out Matrix rows, FitRun run);
}
