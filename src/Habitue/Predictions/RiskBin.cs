namespace Habitue.Predictions;

/// <summary>Customers of today whose risk lies in one hundredth (0 to 99).</summary>
/// <param name="Said">The sum of their risks: how many are said to stay away.</param>
/// <param name="Loss">The sum of risk times yearly spend: what is said to be lost.</param>
internal sealed record RiskBin(int Bin, long Customers, double Said, double Loss);

/// <summary>Customers by whom the model was judged, by the hundredth of what was said of them, and how many really stayed away.</summary>
internal sealed record JudgedBin(int Bin, long Customers, double Said, long Happened);
