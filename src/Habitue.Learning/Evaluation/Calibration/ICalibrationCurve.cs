namespace Habitue.Learning.Evaluation.Calibration;

/// <summary>A rising curve that corrects probabilities.</summary>
public interface ICalibrationCurve
{
    /// <summary>The corrected probability.</summary>
    float Apply(float probability);
}
