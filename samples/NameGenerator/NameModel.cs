using Backprop.Runtime.Layers;
using Backprop.Runtime.Parameters;
using Backprop.Runtime.Persistence;

namespace NameGenerator;

/// <summary>An LSTM over letters and a dense layer that scores the next one.</summary>
internal sealed class NameModel
{
    public NameModel(int hidden)
    {
        Lstm = new Lstm(Alphabet.Size, hidden, prefix: "lstm.");
        Head = new Dense(hidden, Alphabet.Size, prefix: "head.");
        Parameters = [.. Lstm.Parameters, .. Head.Parameters];
    }

    public Lstm Lstm { get; }

    public Dense Head { get; }

    public IReadOnlyList<Parameter> Parameters { get; }

    public void Initialise(int seed)
    {
        Lstm.Initialise(seed);
        Head.Initialise(seed);
    }

    public void Save(string path) => Safetensors.Save(path, Parameters);

    public void Load(string path) => Safetensors.Load(path, Parameters);
}
