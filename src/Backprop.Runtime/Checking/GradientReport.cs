namespace Backprop.Runtime.Checking;

/// <summary>The result of a gradient check: array by array, the worst first.</summary>
public sealed class GradientReport
{
    internal GradientReport(IReadOnlyList<ArrayReport> arrays) =>
        Arrays = arrays.OrderByDescending(array => (array.WrongCount > 0, array.Worst.RelativeError)).ToList();

    /// <summary>The arrays, the worst first.</summary>
    public IReadOnlyList<ArrayReport> Arrays { get; }

    /// <summary>Whether every entry of every array agrees within the tolerance.</summary>
    public bool Right => Arrays.All(array => array.WrongCount == 0);

    /// <summary>The array with the largest relative error, wrong ones first.</summary>
    public ArrayReport Worst => Arrays[0];

    /// <summary>Throws with the report as the message if any entry is wrong. Meant for tests.</summary>
    /// <exception cref="GradientCheckException">An entry is wrong.</exception>
    public void ThrowIfWrong()
    {
        if (!Right)
        {
            throw new GradientCheckException(ToString());
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(Environment.NewLine, Arrays);
}
