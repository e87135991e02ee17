using MathNet.Numerics.LinearAlgebra;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Backprop.Benchmarks.Training;

/// <summary>TorchSharp's nn.RNN, nn.LSTM or nn.GRU with the same weights, in double precision.</summary>
public sealed class TorchStep : ITrainingStep
{
    private readonly Problem problem;
    private readonly nn.Module layer;
    private readonly Dictionary<string, Parameter> parameters;
    private readonly Tensor input;
    private readonly Tensor upstream;
    private Tensor? output;

    public TorchStep(Problem problem)
    {
        this.problem = problem;
        var (hidden, inputs) = (problem.Size.Hidden, problem.Size.Input);
        layer = problem.Kind switch
        {
            Kind.Lstm => nn.LSTM(inputs, hidden, dtype: float64),
            Kind.Gru => nn.GRU(inputs, hidden, dtype: float64),
            _ => nn.RNN(inputs, hidden, dtype: float64),
        };
        parameters = layer.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
        using (no_grad())
        {
            foreach (var parameter in problem.Layer.Parameters)
            {
                // PyTorch's matrices lie row by row, MathNet's column by column.
                parameters[parameter.Name].copy_(tensor(parameter.Value.ToRowMajorArray(), parameters[parameter.Name].shape));
            }
        }

        input = Steps(problem.Input).requires_grad_();
        upstream = Steps(problem.Upstream);
    }

    public void Run()
    {
        using var scope = NewDisposeScope();
        foreach (var parameter in parameters.Values)
        {
            parameter.grad = null;
        }

        input.grad = null;
        output?.Dispose();
        output = Forward().MoveToOuterDisposeScope();
        autograd.backward([output], [upstream]);
    }

    public StepResult Result() => new(
        Columns(output![problem.Size.Steps - 1]), Columns(input.grad![0]), Gradient("weight_ih_l0"),
        Gradient("weight_hh_l0"), Gradient("bias_ih_l0"), Gradient("bias_hh_l0"));

    public void Dispose()
    {
        output?.Dispose();
        input.Dispose();
        upstream.Dispose();
        layer.Dispose();
    }

    private Tensor Forward() => layer switch
    {
        LSTM lstm => lstm.call(input).Item1,
        GRU gru => gru.call(input).Item1,
        RNN rnn => rnn.call(input).Item1,
        _ => throw new InvalidOperationException($"{layer.GetName()} is no recurrent layer."),
    };

    // A step of ours is column-major features x batch: in memory the same as PyTorch's time x batch x features.
    private static Tensor Steps(Backprop.Runtime.Sequences.Sequence sequence) =>
        tensor(sequence.Values.ToArray(), [sequence.Steps, sequence.Batch, sequence.Features]);

    private static Matrix<double> Columns(Tensor batchByFeatures) =>
        Matrix<double>.Build.Dense(
            (int)batchByFeatures.shape[1], (int)batchByFeatures.shape[0], batchByFeatures.contiguous().data<double>().ToArray());

    private Matrix<double> Gradient(string name)
    {
        using var gradient = parameters[name].grad!.reshape(parameters[name].shape[0], -1);
        return Matrix<double>.Build.Dense(
            (int)gradient.shape[1], (int)gradient.shape[0], gradient.contiguous().data<double>().ToArray()).Transpose();
    }
}
