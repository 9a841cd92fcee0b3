namespace Habitue.Tests.Learning.Trees;

/// <summary>Small measures for these tests, written as their definitions read.</summary>
internal static class Measures
{
    /// <summary>The share of pairs of a positive and a negative in which the positive has the higher score; ties count half.</summary>
    public static double Auc(float[] scores, double[] targets)
    {
        var order = Enumerable.Range(0, scores.Length).OrderBy(i => scores[i]).ToArray();
        double ranks = 0, positives = targets.Sum();
        for (var i = 0; i < order.Length;)
        {
            var end = i;
            while (end < order.Length && scores[order[end]] == scores[order[i]]) end++;
            for (var j = i; j < end; j++) ranks += targets[order[j]] * (i + 1 + end) / 2.0;
            i = end;
        }

        return (ranks - (positives * (positives + 1) / 2)) / (positives * (scores.Length - positives));
    }

    /// <summary>The mean over the positives of the precision at their score.</summary>
    public static double AveragePrecision(float[] scores, double[] targets)
    {
        var order = Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).ToArray();
        double found = 0, sum = 0, positives = targets.Sum();
        for (var i = 0; i < order.Length;)
        {
            var (end, before) = (i, found);
            while (end < order.Length && scores[order[end]] == scores[order[i]]) found += targets[order[end++]];
            sum += (found - before) * found / end;
            i = end;
        }

        return sum / positives;
    }
}
