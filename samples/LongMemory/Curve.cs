namespace LongMemory;

/// <summary>A network's loss over its training, smoothed: single batches jump.</summary>
/// <param name="name">What the legend says.</param>
internal sealed class Curve(string name)
{
    private const double Smoothing = 0.9;

    private readonly List<double> values = [];

    public string Name => name;

    public IReadOnlyList<double> Values => values;

    public double Last => values.Count == 0 ? RecallTask.LossOfGuessing : values[^1];

    public void Add(double loss) => values.Add(values.Count == 0 ? loss : (Smoothing * Last) + ((1 - Smoothing) * loss));
}
