/*@na:cell a GRU has one state only*/
/*@na:shared each step's arrays are made by the call that fills them*/
namespace Lab.Gru;

/// <summary>What one step must remember.</summary>
public class StepMemory
{
    public double[] Input { get; set; } = [];
    public double[] PreviousHidden { get; set; } = [];
    public double[] ResetGate { get; set; } = [];
    public double[] UpdateGate { get; set; } = [];
    public double[] CandidateState { get; set; } = [];
    public double[] RecurrentCandidate { get; set; } = [];
    public double[] Hidden { get; set; } = [];
}

public class DenseLayerPair
{
    public DenseLayerPair(IEnumerator<double> source, int inputs, int hidden)
    {
        FromInput = Matrix(source, hidden, inputs);
        FromHidden = Matrix(source, hidden, hidden);
        for (int i = 0; i < hidden; i++)
        {
            FromInputGradient.Add(new double[inputs]);
            FromHiddenGradient.Add(new double[hidden]);
        }
    }

    public List<double[]> FromInput { get; }
    public List<double[]> FromHidden { get; }
    public List<double[]> FromInputGradient { get; } = [];
    public List<double[]> FromHiddenGradient { get; } = [];

    public static List<double[]> Matrix(IEnumerator<double> source, int rows, int columns)
    {
        var matrix = new List<double[]>();
        for (int r = 0; r < rows; r++)
        {
            var row = new double[columns];
            for (int c = 0; c < columns; c++)
                row[c] = source.MoveNext() ? source.Current : double.NaN;
            matrix.Add(row);
        }
        return matrix;
    }

    public static double[] Multiply(List<double[]> matrix, double[] vector)
    {
        var result = new double[matrix.Count];
        for (int r = 0; r < matrix.Count; r++)
            for (int c = 0; c < vector.Length; c++)
                result[r] += matrix[r][c] * vector[c];
        return result;
    }

    public static void AddOuterProduct(List<double[]> gradient, double[] rows, double[] columns)
    {
        for (int r = 0; r < rows.Length; r++)
            for (int c = 0; c < columns.Length; c++)
                /*@grad*/gradient[r][c] += rows[r] * columns[c];
    }
}

public class GruNetwork
{
    private readonly DenseLayerPair reset, update, candidate;
    private readonly List<double[]> readout, readoutGradient = new List<double[]>();
    private readonly int hiddenSize;

    public GruNetwork(double[] parameters, int inputSize, int hiddenSize, int outputSize)
    {
        IEnumerator<double> source = parameters.AsEnumerable().GetEnumerator();
        this.hiddenSize = hiddenSize;
        reset = new DenseLayerPair(source, inputSize, hiddenSize);
        update = new DenseLayerPair(source, inputSize, hiddenSize);
        candidate = new DenseLayerPair(source, inputSize, hiddenSize);
        readout = DenseLayerPair.Matrix(source, outputSize, hiddenSize);
        for (int k = 0; k < outputSize; k++)
            readoutGradient.Add(new double[hiddenSize]);
    }

    public IEnumerable<double> Gradients =>
        new[] { reset, update, candidate }
            .SelectMany(pair => pair.FromInputGradient.Concat(pair.FromHiddenGradient))
            .Concat(readoutGradient).SelectMany(row => row);

    public List<StepMemory> Forward(double[][] sequence, out List<double[]> predictions)
    {
        var memories = new List<StepMemory>();
        predictions = new List<double[]>();
        double[] hidden = new double[hiddenSize];
        foreach (double[] input in sequence)
        {
            StepMemory memory = ForwardStep(input, hidden);
            memories.Add(memory);
            hidden = memory.Hidden;
            predictions.Add(DenseLayerPair.Multiply(readout, hidden));
        }
        return memories;
    }

    private StepMemory ForwardStep(double[] input, double[] previousHidden)
    {
        var resetGate = Both(reset, input, previousHidden).Select(Logistic).ToArray();
        var updateGate = Both(update, input, previousHidden).Select(Logistic).ToArray();
        var recurrentCandidate = DenseLayerPair.Multiply(candidate.FromHidden, previousHidden);
        var fromInput = DenseLayerPair.Multiply(candidate.FromInput, input);
        var candidateState = new double[hiddenSize];
        var hidden = new double[hiddenSize];
        for (int i = 0; i < hiddenSize; i++)
        {
            candidateState[i] = Math.Tanh(fromInput[i] + resetGate[i] * recurrentCandidate[i]);
            hidden[i] = updateGate[i] * previousHidden[i] + (1.0 - updateGate[i]) * candidateState[i];
        }
        return new StepMemory
        {
            Input = input, PreviousHidden = previousHidden, ResetGate = resetGate, UpdateGate = updateGate,
            CandidateState = candidateState, RecurrentCandidate = recurrentCandidate, Hidden = hidden,
        };
    }

    private static double[] Both(DenseLayerPair pair, double[] input, double[] hidden) =>
        DenseLayerPair.Multiply(pair.FromInput, input)
            .Zip(DenseLayerPair.Multiply(pair.FromHidden, hidden), (a, b) => a + b).ToArray();

    private static double Logistic(double value) => 1.0 / (1.0 + Math.Exp(-value));

    public void Backward(List<StepMemory> memories, List<double[]> predictions, double[][] targets)
    {
        double[] hiddenGradientFromNext = new double[hiddenSize];
        /*@loop*/
        /*@reverse*/
        foreach (int t in Enumerable.Range(0, memories.Count).Reverse())
        {
            /*@overwrite +> for (int i = 0; i < hiddenSize; i++) memories[t].CandidateState[i] += memories[t].UpdateGate[i];*/
            var outputGradient = predictions[t].Zip(targets[t], (p, target) => p - target).ToArray();
            double[] hiddenGradient = new double[hiddenSize];
            for (int k = 0; k < outputGradient.Length; k++)
                for (int i = 0; i < hiddenSize; i++)
                {
                    /*@grad*/readoutGradient[k][i] += outputGradient[k] * /*@cache => memories[t].PreviousHidden[i]*/memories[t].Hidden[i];
                    hiddenGradient[i] += readout[k][i] * outputGradient[k];
                }
            for (int i = 0; i < hiddenSize; i++)
                /*@carry*/ /*@upstream => hiddenGradient[i] = hiddenGradientFromNext[i];*/hiddenGradient[i] += hiddenGradientFromNext[i];
            /*@cache => BackwardStep(memories[t > 0 ? t - 1 : t], hiddenGradient, out hiddenGradientFromNext);*/
            BackwardStep(memories[t], hiddenGradient, /*@carry-assign*/out hiddenGradientFromNext);
        }
    }

    private void BackwardStep(StepMemory memory, double[] hiddenGradient, out double[] previousHiddenGradient)
    {
        double[] beforeReset = new double[hiddenSize], beforeUpdate = new double[hiddenSize];
        double[] beforeCandidate = new double[hiddenSize], beforeRecurrentCandidate = new double[hiddenSize];
        previousHiddenGradient = new double[hiddenSize];
        for (int i = 0; i < hiddenSize; i++)
        {
            double u = memory.UpdateGate[i], r = memory.ResetGate[i], n = memory.CandidateState[i];
            previousHiddenGradient[i] = hiddenGradient[i] * u;
            beforeUpdate[i] = hiddenGradient[i] * (memory.PreviousHidden[i] - n) * u * (1.0 - u);
            beforeCandidate[i] = hiddenGradient[i] * (1.0 - u) * (1.0 - n * n);
            beforeRecurrentCandidate[i] = beforeCandidate[i] * r;
            beforeReset[i] = beforeCandidate[i] * memory.RecurrentCandidate[i] * r * (1.0 - r);
        }
        for (int i = 0; i < hiddenSize; i++)
            for (int j = 0; j < hiddenSize; j++)
                /*@inner*/previousHiddenGradient[j] += reset.FromHidden[i][j] * beforeReset[i]
                    + update.FromHidden[i][j] * beforeUpdate[i]
                    + candidate.FromHidden[i][j] * beforeRecurrentCandidate[i];
        Accumulate(reset, memory, beforeReset, beforeReset);
        Accumulate(update, memory, beforeUpdate, beforeUpdate);
        Accumulate(candidate, memory, beforeCandidate, beforeRecurrentCandidate);
    }

    private static void Accumulate(DenseLayerPair pair, StepMemory memory, double[] forInput, double[] forHidden)
    {
        DenseLayerPair.AddOuterProduct(pair.FromInputGradient, forInput, memory.Input);
        DenseLayerPair.AddOuterProduct(pair.FromHiddenGradient, forHidden, memory.PreviousHidden);
    }
}

public static class Entry
{
    public const int ParameterCount = 3 * (6 + 9) + 6;

    public static double Loss(double[] parameters, double[][] inputs, double[][] targets)
    {
        new GruNetwork(parameters, 2, 3, 2).Forward(inputs, out var predictions);
        return predictions.Select((p, t) => p.Select((v, k) => (v - targets[t][k]) * (v - targets[t][k])).Sum()).Sum() / 2;
    }

    public static double[] Gradient(double[] parameters, double[][] inputs, double[][] targets)
    {
        var network = new GruNetwork(parameters, 2, 3, 2);
        var memories = network.Forward(inputs, out var predictions);
        network.Backward(memories, predictions, targets);
        return network.Gradients.ToArray();
    }
}
