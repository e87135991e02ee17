using Backprop.Runtime.Sequences;

namespace NameGenerator;

/// <summary>
/// Some names as one batch: at each step the network sees a letter and is to say the next. Names differ in length;
/// what lies behind a shorter one is padding and counts for nothing.
/// </summary>
internal sealed class NameBatch
{
    public NameBatch(IReadOnlyList<string> names)
    {
        var steps = names.Max(name => name.Length) + 1;
        Inputs = new Sequence(Alphabet.Size, names.Count, steps, names.Select(name => name.Length + 1).ToList());
        Targets = new int[names.Count * steps];
        for (var example = 0; example < names.Count; example++)
        {
            Write(names[example], example);
        }
    }

    /// <summary>One-hot letters, 27 x batch at each step; the first step shows the boundary.</summary>
    public Sequence Inputs { get; }

    /// <summary>The letter to say, at example + batch * step; behind the last letter the boundary.</summary>
    public int[] Targets { get; }

    private void Write(string name, int example)
    {
        for (var step = 0; step <= name.Length; step++)
        {
            Inputs[step == 0 ? Alphabet.Boundary : Alphabet.Index(name[step - 1]), example, step] = 1;
            Targets[example + (Inputs.Batch * step)] = step == name.Length ? Alphabet.Boundary : Alphabet.Index(name[step]);
        }
    }
}
