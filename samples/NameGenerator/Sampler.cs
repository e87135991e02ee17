using System.Text;
using Backprop.Runtime.Layers;
using Backprop.Runtime.Losses;
using Backprop.Runtime.Sequences;

namespace NameGenerator;

/// <summary>Makes up names: each letter is drawn from what the network expects, and shown to it as the next input.</summary>
/// <param name="model">The trained model.</param>
/// <param name="temperature">Scores are divided by it: below 1 likely letters become likelier.</param>
/// <param name="seed">The same seed and weights give the same names.</param>
internal sealed class Sampler(NameModel model, double temperature, int seed)
{
    private const int LongestName = 16;

    private readonly Random random = new(seed);
    private readonly RecurrentRun run = model.Lstm.NewRun();

    public IReadOnlyList<string> Names(int count) => Enumerable.Range(0, count).Select(_ => Name()).ToList();

    private string Name()
    {
        var name = new StringBuilder();
        var letter = Alphabet.Boundary;
        RecurrentState? state = null;
        while (name.Length < LongestName)
        {
            letter = Next(letter, state);
            state = run.Final;
            if (letter == Alphabet.Boundary)
            {
                break;
            }

            name.Append(name.Length == 0 ? char.ToUpperInvariant(Alphabet.Letter(letter)) : Alphabet.Letter(letter));
        }

        return name.ToString();
    }

    private int Next(int letter, RecurrentState? state)
    {
        var input = new Sequence(Alphabet.Size, batch: 1, steps: 1) { [letter, 0, 0] = 1 };
        var scores = model.Head.Forward(run.Forward(input, state).ToMatrix(0)).Output;
        var probabilities = SoftmaxCrossEntropy.Probabilities(scores / temperature);

        var rest = random.NextDouble();
        var drawn = 0;
        while (drawn < Alphabet.Size - 1 && (rest -= probabilities[drawn, 0]) > 0)
        {
            drawn++;
        }

        return drawn;
    }
}
