namespace Backprop.Runtime.Checking;

/// <summary>A gradient is not the gradient of its loss. The message is the report.</summary>
/// <param name="report">The report as text.</param>
public sealed class GradientCheckException(string report) : Exception(report);
