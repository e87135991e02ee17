namespace Backprop.Runtime.Persistence;

/// <summary>One tensor of a weights file, as its header announces it.</summary>
/// <param name="Name">Its name, for instance <c>rnn.weight_ih_l0</c>.</param>
/// <param name="Type">How its numbers are stored.</param>
/// <param name="Shape">Its sizes; row-major.</param>
/// <param name="Start">Where it starts, counted from the end of the header.</param>
/// <param name="End">Where it ends.</param>
internal sealed record TensorEntry(string Name, TensorType Type, IReadOnlyList<long> Shape, long Start, long End)
{
    public string ShapeText => Shape.Count == 0 ? "a single number" : string.Join(" x ", Shape);

    /// <summary>How many numbers it has, or null if that is beyond any file.</summary>
    public long? Count
    {
        get
        {
            var count = (Int128)1;
            foreach (var size in Shape)
            {
                count *= size;
                if (count > int.MaxValue)
                {
                    return null;
                }
            }

            return (long)count;
        }
    }
}
