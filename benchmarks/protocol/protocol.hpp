// What the rivals in C++ share: the task that a folder describes and the commands on standard input, as in
// pytorch/rival.py. Nothing here is inside the measured time but the choice of a batch.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

struct Task {
    long count, batch, threads;
    float rate, momentum, smoothing;
    std::vector<float> inputs, weights;
    std::vector<int64_t> labels, order;

    explicit Task(const std::string& folder) {
        std::ifstream numbers(folder + "/numbers");
        if (!(numbers >> count >> batch >> threads >> rate >> momentum >> smoothing))
            throw std::runtime_error("the folder " + folder + " has no readable numbers");
        inputs = read<float>(folder + "/inputs");
        weights = read<float>(folder + "/weights");
        labels = read<int64_t>(folder + "/labels");
        order = read<int64_t>(folder + "/order");
    }

    long features() const { return static_cast<long>(inputs.size()) / count; }

    // The samples of the next step.
    const int64_t* next() {
        const int64_t* samples = order.data() + position;
        position = (position + batch) % count;
        return samples;
    }

    const float* input(int64_t sample) const { return inputs.data() + sample * features(); }

private:
    long position = 0;

    template <typename T>
    static std::vector<T> read(const std::string& path) {
        std::ifstream file(path, std::ios::binary | std::ios::ate);
        if (!file)
            throw std::runtime_error("there is no " + path);
        std::vector<T> values(static_cast<size_t>(file.tellg()) / sizeof(T));
        file.seekg(0);
        file.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(T)));
        return values;
    }
};

// Copies weights [rows, columns] as they lie in PyTorch from or to ones that lie the other way round.
inline void transpose(const float* from, float* to, long rows, long columns) {
    for (long row = 0; row < rows; row++)
        for (long column = 0; column < columns; column++)
            to[column * rows + row] = from[row * columns + column];
}

inline long peak_memory() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.rfind("VmHWM:", 0) == 0)
            return std::stol(line.substr(6)) * 1024;
    return 0;
}

// Training has run(steps) and weights(), all of them in the order of the description.
template <typename Training>
int serve(Training& training, const std::string& version) {
    std::cout << "ready " << version << std::endl;
    for (std::string command; std::cin >> command;) {
        if (command == "run") {
            long steps;
            std::cin >> steps;
            const auto start = std::chrono::steady_clock::now();
            training.run(steps);
            std::cout << std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() << std::endl;
        } else if (command == "weights") {
            std::string path;
            std::getline(std::cin >> std::ws, path);
            const std::vector<float> values = training.weights();
            std::ofstream(path, std::ios::binary)
                .write(reinterpret_cast<const char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(float)));
            std::cout << "done" << std::endl;
        } else if (command == "memory") {
            std::cout << peak_memory() << std::endl;
        } else {
            std::cerr << "unknown command " << command << std::endl;
            return 1;
        }
    }
    return 0;
}
